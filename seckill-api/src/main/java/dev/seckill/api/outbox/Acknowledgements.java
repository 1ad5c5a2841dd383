package dev.seckill.api.outbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many acknowledgements the order log owes this instance, and whether it is silent: it owes some, and has given none
 * for longer than a log that is only slow. Thread-safe.
 */
final class Acknowledgements {

    private static final Logger log = LoggerFactory.getLogger(Acknowledgements.class);

    private final Duration silence;
    private final LongSupplier nanoTime;
    private final AtomicInteger unlogged = new AtomicInteger();
    /** Those of them that a reply depends on. */
    private final AtomicInteger awaited = new AtomicInteger();
    /** When the log last acknowledged an order, or got the first one that it should. */
    private volatile long heardNanos;
    /** As it was told last. */
    private boolean wasSilent;

    /**
     * It owes none.
     *
     * @param silence how long the log may acknowledge nothing while orders wait for it
     * @param nanoTime a stopwatch
     */
    Acknowledgements(Duration silence, LongSupplier nanoTime) {
        this.silence = silence;
        this.nanoTime = nanoTime;
        this.heardNanos = nanoTime.getAsLong();
    }

    /** Events of this instance without an acknowledgement. */
    int missing() {
        return unlogged.get();
    }

    /**
     * An event goes to the log, which is to acknowledge it.
     *
     * @param isAwaited whether a reply depends on it; otherwise the log may leave it unacknowledged without being silent
     */
    void awaitOne(long sinceNanos, boolean isAwaited) {
        if (isAwaited) {
            if (awaited.get() == 0) {
                heardNanos = sinceNanos; // before it counts as awaited: an idle log has not been silent
            }
            awaited.incrementAndGet();
        }
        unlogged.incrementAndGet();
    }

    /** The log has acknowledged an event. */
    void cameIn(boolean isAwaited) {
        heardNanos = nanoTime.getAsLong();
        giveUpOne(isAwaited);
    }

    /** An event will not be sent any more. */
    void giveUpOne(boolean isAwaited) {
        unlogged.decrementAndGet();
        if (isAwaited) {
            awaited.decrementAndGet();
        }
    }

    boolean isLogSilent() {
        return awaited.get() > 0 && nanoTime.getAsLong() - heardNanos > silence.toNanos();
    }

    /** Tells when the log falls silent and when it speaks again. To be called now and then, by one thread. */
    void tellSilence() {
        boolean silent = isLogSilent();
        if (silent && !wasSilent) {
            log.warn(
                    "order log - silent for {}ms, refusing purchases until it acknowledges again (unlogged={})",
                    silence.toMillis(),
                    unlogged.get());
        } else if (!silent && wasSilent) {
            log.info("order log - acknowledges again (unlogged={})", unlogged.get());
        }
        wasSilent = silent;
    }
}
