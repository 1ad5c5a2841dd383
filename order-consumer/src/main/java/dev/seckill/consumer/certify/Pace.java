package dev.seckill.consumer.certify;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * When the certifier may take its next turn. While the order log is drained it rests most of the time: it would take processors
 * and MySQL from what stores, and what is not stored can't be certified anyway. It rests for a part of what the shop has promised
 * only, however long the log is drained. Not thread-safe.
 */
final class Pace {

    /** So many messages are more than a busy sale has under way. */
    static final long DRAINED_RECORDS = 20_000;

    /** So many times as long as it worked it rests then. */
    static final int RESTS = 20;

    /** The part of the promised time after which it rests no more before the log is drained, however long its turn took. */
    static final int PATIENCE = 4;

    private final LongSupplier lagRecords;
    private final LongSupplier nanoTime;
    private final long patienceNanos;
    private long ended;
    private long restNanos;
    private boolean isDraining;
    private long drainedSince;

    /**
     * Has not worked yet.
     *
     * @param certifiedWithin in what time an order is in a tree, as the shop has promised
     * @param lagRecords messages of the log that are not stored yet
     * @param nanoTime a stopwatch
     */
    Pace(Duration certifiedWithin, LongSupplier lagRecords, LongSupplier nanoTime) {
        this.patienceNanos = certifiedWithin.dividedBy(PATIENCE).toNanos();
        this.lagRecords = Objects.requireNonNull(lagRecords, "lagRecords");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        this.ended = nanoTime.getAsLong();
    }

    /** Works, and remembers for how long; returns what comes of it. */
    <T> T work(Supplier<T> turn) {
        long began = nanoTime.getAsLong();
        T result = turn.get();
        ended = nanoTime.getAsLong();
        restNanos = (ended - began) * RESTS;
        return result;
    }

    /** Whether the next turn may begin. */
    boolean isRested() {
        long now = nanoTime.getAsLong();
        boolean wasDraining = isDraining;
        isDraining = lagRecords.getAsLong() > DRAINED_RECORDS;
        if (isDraining && !wasDraining) {
            drainedSince = now;
        }
        return !isDraining || now - ended >= restNanos || now - drainedSince >= patienceNanos;
    }
}
