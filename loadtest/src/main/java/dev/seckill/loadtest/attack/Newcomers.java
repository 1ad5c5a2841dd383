package dev.seckill.loadtest.attack;

import dev.seckill.loadtest.chaos.IncidentException;
import dev.seckill.loadtest.chaos.Notebook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A row of buyers who have no connection yet, as in every real crowd: each connects, buys once and goes. Their time begins
 * before they connect.
 */
final class Newcomers implements AutoCloseable {

    private static final int PAUSE_MILLIS = 20;
    private static final Duration STOP_WAIT = Duration.ofSeconds(60);

    private final Victim api;
    private final Duration patience;
    private final Notebook notebook;
    private final Clock clock;
    private final Tally tally = new Tally();
    private final List<Timed> times = new ArrayList<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::comeAndGo, "newcomers");
    private volatile boolean open = true;
    private volatile boolean awaited = true;

    private Newcomers(Victim api, Duration patience, Notebook notebook, Clock clock) {
        this.api = api;
        this.patience = patience;
        this.notebook = notebook;
        this.clock = clock;
    }

    /** Lets them begin. */
    static Newcomers begin(Victim api, Duration patience, Notebook notebook, Clock clock) {
        Newcomers newcomers = new Newcomers(api, patience, notebook, clock);
        newcomers.thread.start();
        return newcomers;
    }

    /** Whether they come; they stay away while the API is restarted. */
    void areAwaited(boolean awaited) {
        this.awaited = awaited;
    }

    /** What was wrong with their replies. */
    List<String> complaints() {
        return tally.complaints();
    }

    /** The times from connecting to the whole reply of those who came since a moment. */
    synchronized List<Duration> timesSince(Instant moment) {
        return times.stream()
                .filter(each -> !each.at().isBefore(moment))
                .map(Timed::time)
                .toList();
    }

    private record Timed(Instant at, Duration time) {}

    private void comeAndGo() {
        try {
            for (int number = 1; open; number++) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                if (awaited) {
                    buy("newcomer-" + number);
                }
            }
        } catch (InterruptedException ended) {
            // It was told to.
        } catch (RuntimeException unexpected) {
            failure.set(unexpected);
        }
    }

    private void buy(String key) {
        Instant at = clock.instant();
        long begin = System.nanoTime();
        try (Asker asker = new Asker(api, patience, tally, notebook, clock, key)) {
            asker.ask(RawRequest.purchase(key)).ifPresent(reply -> {
                Duration time = Duration.ofNanos(System.nanoTime() - begin);
                synchronized (this) {
                    times.add(new Timed(at, time));
                }
            });
        }
    }

    /**
     * Lets the last one finish.
     *
     * @throws IncidentException if they came to an end by an error of their own
     */
    void finish() throws InterruptedException {
        open = false;
        thread.join(STOP_WAIT.toMillis());
        if (thread.isAlive() || failure.get() != null) {
            throw new IncidentException("the newcomers failed", failure.get());
        }
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }
}
