package dev.seckill.infra.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Bounded waiting for what gives no signal of its own. */
public final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private Waiting() {}

    /** Something that comes true, if all goes well. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    /**
     * Waits until the condition holds.
     *
     * @return whether it held before the bound was over
     * @throws IllegalStateException if the thread is interrupted; it stays interrupted
     */
    public static boolean until(Duration bound, BooleanSupplier condition) {
        return until(bound, PAUSE, condition);
    }

    /** The same with this pause between two looks. */
    public static boolean until(Duration bound, Duration pause, BooleanSupplier condition) {
        try {
            return await(bound, pause, condition::getAsBoolean);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }

    /**
     * Waits until the condition holds, and looks at least once.
     *
     * @param pause between two looks
     * @return whether it held before the bound was over
     */
    public static boolean await(Duration bound, Duration pause, Condition condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start >= bound.toNanos()) {
                return false;
            }
            Thread.sleep(pause.toMillis());
        }
        return true;
    }
}
