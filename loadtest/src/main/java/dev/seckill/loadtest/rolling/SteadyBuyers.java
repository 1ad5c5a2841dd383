package dev.seckill.loadtest.rolling;

import dev.seckill.loadtest.load.Crowd;
import dev.seckill.loadtest.load.Load;
import dev.seckill.loadtest.load.Progress;
import dev.seckill.loadtest.load.Reply;
import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BuyerOutcome;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Buyers who arrive one after the other at the crowd's rate, and go on to arrive for as long as something else lasts. They
 * share a fixed number of connections that are kept open and used in turn. One buyer in some sends a purchase whose body
 * comes seconds after its head.
 */
public final class SteadyBuyers implements Load {

    /** Connections. */
    public static final int CONNECTIONS = 200;

    /** How late a slow buyer's body comes. */
    public static final Duration BODY_LATE = Duration.ofSeconds(2);

    private static final int SLOW_EVERY = 50;

    /** So many times the crowd, at most. */
    private static final int TIMES_MAX = 20;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final BooleanSupplier goesOn;
    private final Clock clock;
    private final BlockingQueue<Integer> arrivals = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final AtomicLong connectionsMade = new AtomicLong();
    private int came;

    /** @param goesOn whether buyers still come when the crowd has come */
    public SteadyBuyers(BooleanSupplier goesOn, Clock clock) {
        this.goesOn = goesOn;
        this.clock = clock;
    }

    @Override
    public List<Answer> send(Crowd crowd, Progress progress) throws InterruptedException {
        List<Thread> connections = begin(crowd.target());
        try {
            List<Answer> told = new ArrayList<>();
            long start = System.nanoTime();
            long every = crowd.arrival().toNanos() / crowd.buyers();
            while (came < crowd.buyers() || goesOn.getAsBoolean() && came < TIMES_MAX * crowd.buyers()) {
                long wait = start + came * every - System.nanoTime();
                if (wait <= 0) {
                    arrivals.add(++came);
                }
                take(told, progress, Math.min(wait, LOOK_NANOS));
            }
            while (told.size() < came) { // each request has a bound
                take(told, progress, LOOK_NANOS);
            }
            return told;
        } finally {
            connections.forEach(Thread::interrupt);
            for (Thread connection : connections) {
                connection.join();
            }
        }
    }

    @Override
    public int came(Crowd crowd) {
        return came;
    }

    /** How many of them were slow. */
    public int slow() {
        return came / SLOW_EVERY;
    }

    /** How many connections were made in all. */
    public long connectionsMade() {
        return connectionsMade.get();
    }

    private void take(List<Answer> told, Progress progress, long nanos) throws InterruptedException {
        Answer answer = answers.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        if (answer != null) {
            told.add(answer);
            progress.answered(answer);
        }
        progress.tick();
    }

    private List<Thread> begin(URI target) {
        List<Thread> connections = new ArrayList<>();
        for (int number = 1; number <= CONNECTIONS; number++) {
            Thread thread = new Thread(() -> serve(new KeptConnection(target)), "connection-" + number);
            thread.setDaemon(true);
            thread.start();
            connections.add(thread);
        }
        return connections;
    }

    private void serve(KeptConnection connection) {
        try (connection) {
            while (true) {
                int buyer = arrivals.take();
                long before = connection.made();
                answers.add(buy(buyer, connection));
                connectionsMade.addAndGet(connection.made() - before);
            }
        } catch (InterruptedException over) {
            // All are served, or nobody waits for them any more.
        }
    }

    private Answer buy(int buyer, KeptConnection connection) throws InterruptedException {
        Duration late = buyer % SLOW_EVERY == 0 ? BODY_LATE : Duration.ZERO;
        Instant askedAt = clock.instant();
        Reply reply;
        try {
            reply = connection.buy(late).toReply();
        } catch (IOException e) {
            reply = new Reply(e.getClass().getSimpleName() + " " + e.getMessage(), "", "");
        }
        return new Answer(
                "buyer " + buyer,
                reply.outcome(),
                reply.outcome() == BuyerOutcome.ACCEPTED ? reply.orderId() : null,
                askedAt,
                Duration.between(askedAt, clock.instant()).minus(late),
                reply.detail());
    }
}
