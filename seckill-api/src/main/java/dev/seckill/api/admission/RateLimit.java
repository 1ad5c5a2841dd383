package dev.seckill.api.admission;

import dev.seckill.api.config.Rate;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** How often each of many may ask. Thread-safe. */
final class RateLimit<K> {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String whose;
    private final Rate rate;
    private final BucketTable<K> buckets;

    /**
     * Nobody has asked yet.
     *
     * @param whose "buyer" or "address"
     * @param rate null: there is no limit
     * @param tableMax of how many it remembers that they have asked
     * @param hash of a key, which nobody outside can foretell
     */
    RateLimit(String whose, Rate rate, int tableMax, ToLongFunction<K> hash, LongSupplier nanoTime) {
        this.whose = whose;
        this.rate = rate;
        this.buckets = rate == null ? null : new BucketTable<>(rate, tableMax, hash, nanoTime);
    }

    boolean isOff() {
        return rate == null;
    }

    /** Null if this one may ask now; it counts only then. */
    Verdict.Refused take(K key) {
        long waitNanos = isOff() ? 0 : buckets.take(key);
        return waitNanos == 0
                ? null
                : Verdict.Refused.tooMany(
                        "There are too many requests of this " + whose + ": more than " + rate + ".",
                        (waitNanos + SECOND_NANOS - 1) / SECOND_NANOS);
    }
}
