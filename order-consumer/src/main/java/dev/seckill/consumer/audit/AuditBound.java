package dev.seckill.consumer.audit;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long an audit may take, and how many orders it may keep in memory, where it runs beside other work. */
final class AuditBound {

    /** For a program that does nothing else. */
    static final AuditBound NONE = new AuditBound(Duration.ofNanos(Long.MAX_VALUE), Integer.MAX_VALUE, () -> 0);

    private final Duration time;
    private final int ordersMax;
    private final LongSupplier nanoTime;
    private final long beganNanos;

    /**
     * A bound that begins now.
     *
     * @param nanoTime a stopwatch
     */
    AuditBound(Duration time, int ordersMax, LongSupplier nanoTime) {
        this.time = time;
        this.ordersMax = ordersMax;
        this.nanoTime = nanoTime;
        this.beganNanos = nanoTime.getAsLong();
    }

    /** @throws AuditTooLargeException if the audit is past it */
    void check(int orders) {
        if (orders > ordersMax) {
            throw new AuditTooLargeException("has more than " + ordersMax + " orders");
        }
        if (nanoTime.getAsLong() - beganNanos > time.toNanos()) {
            throw new AuditTooLargeException("takes longer than " + time.toSeconds() + " s");
        }
    }
}
