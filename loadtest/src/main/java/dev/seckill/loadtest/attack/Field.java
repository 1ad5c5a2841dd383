package dev.seckill.loadtest.attack;

import dev.seckill.loadtest.chaos.IncidentException;
import dev.seckill.loadtest.chaos.Notebook;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Where an assault takes place, and the assaults themselves.
 *
 * @param system what is attacked
 * @param plan how much of everything
 * @param notebook gets the orders that an attack is told of
 * @param messages what is put on the order log
 * @param newcomers buyers who connect anew
 * @param tally what became of the requests
 * @param clock the buyers' clock
 */
record Field(
        AttackSystem system,
        AttackPlan plan,
        Notebook notebook,
        HostileMessages messages,
        Newcomers newcomers,
        Tally tally,
        Clock clock) {

    private static final int THREADS = 8;

    /** A port for operators gets one connection in so many, and so does a siege whose connections ask a lot. */
    private static final int SHARE = 8;

    /** An accepted purchase is asked for again, one in so many times. */
    private static final int AGAIN = 10;

    private static final List<String> STATUS_PATHS = List.of("/health/live", "/health/ready", "/metrics");
    private static final int LOOK_MILLIS = 100;

    void sendMalformed() {
        for (Victim victim : List.of(system.api(), system.admin(), system.consumer())) {
            for (RawRequest request : MalformedRequests.all()) {
                try (Asker asker = asker(victim, "malformed")) {
                    asker.ask(request);
                }
            }
        }
    }

    void sendRandom() throws InterruptedException {
        long end = System.nanoTime() + plan.longest().toNanos();
        inThreads(THREADS, thread -> {
            Victim victim = thread > 1 ? system.api() : thread == 1 ? system.admin() : system.consumer();
            RandomRequests random = new RandomRequests(plan.seed() * THREADS + thread, "random-" + thread);
            try (Asker asker = asker(victim, "random-" + thread + "-without-key")) {
                int share = (plan.requests() + thread) / THREADS; // in sum all of them
                for (int sent = 1; sent <= share && System.nanoTime() < end; sent++) {
                    checkInterrupt();
                    RawRequest request = random.next();
                    Optional<RawReply> reply = asker.ask(request);
                    boolean isKept =
                            reply.flatMap(told -> told.header("Order-Id")).isPresent() && request.key() != null;
                    if (isKept && sent % AGAIN == 0) {
                        asker.ask(request);
                    }
                }
            }
        });
    }

    void besiege(List<HeldConnection> kinds) throws InterruptedException {
        besiege(plan.connections(), kinds);
    }

    void besiegeWithFew(List<HeldConnection> kinds) throws InterruptedException {
        besiege(Math.max(kinds.size(), plan.connections() / SHARE), kinds);
    }

    private void besiege(int connections, List<HeldConnection> kinds) throws InterruptedException {
        new Siege(system.api(), tally, plan.patience()).lay(HeldConnection.many(connections, kinds), plan.hold());
    }

    void besiegeStatusPorts() throws InterruptedException {
        besiegeStatusPort(system.consumer());
        besiegeStatusPort(system.admin());
    }

    /** Its pages are asked for all the while. */
    private void besiegeStatusPort(Victim victim) throws InterruptedException {
        int connections = Math.max(HeldConnection.everything().size(), plan.connections() / SHARE);
        Tally pages = new Tally();
        ExecutorService onlookers = Executors.newSingleThreadExecutor();
        try {
            Future<?> looks = onlookers.submit(() -> {
                look(victim, pages);
                return null;
            });
            new Siege(victim, tally, plan.patience())
                    .lay(HeldConnection.many(connections, HeldConnection.everything()), plan.hold());
            looks.cancel(true);
        } finally {
            onlookers.shutdownNow();
            onlookers.awaitTermination(plan.patience().toMillis(), TimeUnit.MILLISECONDS);
        }
        pages.outcomes().forEach((outcome, count) -> {
            if (!outcome.equals("200")) {
                tally.complain(victim.name() + " gave " + count + " × " + outcome
                        + " for its own pages while its port was besieged");
            }
        });
        pages.complaints().forEach(tally::complain);
    }

    private void look(Victim victim, Tally pages) throws InterruptedException {
        for (int look = 0; ; look++) {
            try (Asker asker = new Asker(victim, plan.patience(), pages, notebook, clock, "page")) {
                asker.ask(RawRequest.get(STATUS_PATHS.get(look % STATUS_PATHS.size())));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    void restart() {
        newcomers.areAwaited(false);
        system.restart();
        newcomers.areAwaited(true);
    }

    private Asker asker(Victim victim, String name) {
        return new Asker(victim, plan.patience(), tally, notebook, clock, name);
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while requests were sent");
        }
    }

    @FunctionalInterface
    private interface Work {
        void run(int thread) throws InterruptedException;
    }

    private static void inThreads(int count, Work work) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                int thread = index;
                running.add(threads.submit(() -> {
                    work.run(thread);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException failed) {
            throw new IncidentException("an attacker failed: " + failed.getCause(), failed);
        } finally {
            threads.shutdownNow();
        }
    }
}
