package dev.seckill.loadtest.chaos;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** An operator at work during one round, whatever is broken meanwhile: restocks, pauses and resumes, and changes the limit. */
final class OperatorShift implements AutoCloseable {

    private static final int REST_MILLIS_MIN = 150;
    private static final int REST_MILLIS_MAX = 600;
    private static final int PAUSE_MILLIS_MAX = 250;
    private static final int UNITS_MAX = 20;
    private static final int LIMITS = 3;

    private final SupplyByOperator supply;
    private final Random random;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean open = true;

    private OperatorShift(SupplyByOperator supply, Random random) {
        this.supply = supply;
        this.random = random;
        this.thread = new Thread(this::run, "chaos-operator");
    }

    static OperatorShift begin(SupplyByOperator supply, Random random) {
        OperatorShift shift = new OperatorShift(supply, random);
        shift.thread.start();
        return shift;
    }

    private void run() {
        try {
            while (open) {
                rest(REST_MILLIS_MIN + random.nextInt(REST_MILLIS_MAX - REST_MILLIS_MIN));
                switch (random.nextInt(3)) {
                    case 0 -> supply.add(1 + random.nextInt(UNITS_MAX));
                    case 1 -> {
                        supply.pause();
                        rest(random.nextInt(PAUSE_MILLIS_MAX));
                        supply.resume();
                    }
                    default -> supply.limit(SupplyByOperator.PER_BUYER - 1 + random.nextInt(LIMITS));
                }
            }
            done.complete(null);
        } catch (InterruptedException ended) {
            done.complete(null);
        } catch (RuntimeException failed) {
            done.completeExceptionally(failed);
        }
    }

    private static void rest(int millis) throws InterruptedException {
        Waits.hold(Duration.ofMillis(millis));
    }

    /** Lets the operator finish the change at hand. */
    void letFinish() {
        open = false;
    }

    boolean hasFinished() {
        return done.isDone();
    }

    /** @throws IncidentException if a change failed */
    void check() throws InterruptedException {
        try {
            if (done.isDone()) {
                done.get();
            }
        } catch (ExecutionException failed) {
            throw new IncidentException(
                    "the operator failed: " + failed.getCause().getMessage(), failed);
        }
    }

    /** Ends it wherever it is. */
    @Override
    public void close() {
        open = false;
        thread.interrupt();
    }
}
