package dev.seckill.api.admission;

import dev.seckill.api.config.Rate;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * The buckets of those who have asked, in a room that never grows. A key has its place in one of many small sets, which
 * its hash names. When the set is full, the bucket that has used least gives way to a newcomer: with it the least is
 * forgotten. So to have a used-up bucket forgotten it takes others in its set that are used up as well, and nobody can
 * choose them, as the hash is secret. Newcomers always get a bucket. Thread-safe.
 */
final class BucketTable<K> {

    private static final int SET = 8;

    private final Bandwidth bandwidth;
    private final TimeMeter stopwatch;
    private final ToLongFunction<K> hash;
    private final int sets;
    private final Object[] keys;
    private final Bucket[] buckets;
    private final Object[] locks = new Object[64];

    /** @param max of buckets, at least 8; rounded down to a multiple of that */
    BucketTable(Rate rate, int max, ToLongFunction<K> hash, LongSupplier nanoTime) {
        this.bandwidth = Bandwidth.builder()
                .capacity(rate.requests())
                .refillGreedy(rate.requests(), rate.period())
                .build();
        this.stopwatch = new Stopwatch(nanoTime);
        this.hash = hash;
        this.sets = max / SET;
        this.keys = new Object[sets * SET];
        this.buckets = new Bucket[sets * SET];
        Arrays.setAll(locks, i -> new Object());
    }

    /** Takes one from the key's bucket; returns 0, or how long to wait until there is one. */
    long take(K key) {
        int set = (int) Long.remainderUnsigned(hash.applyAsLong(key), sets);
        synchronized (locks[set % locks.length]) {
            ConsumptionProbe probe = bucket(key, set * SET).tryConsumeAndReturnRemaining(1);
            return probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill();
        }
    }

    private Bucket bucket(K key, int from) {
        int place = from;
        long mostLeft = -1;
        for (int i = from; i < from + SET; i++) {
            if (keys[i] == null) {
                place = i;
                break; // those behind are free as well
            }
            if (keys[i].equals(key)) {
                return buckets[i];
            }
            long left = buckets[i].getAvailableTokens();
            if (left > mostLeft) {
                mostLeft = left;
                place = i;
            }
        }
        keys[place] = key;
        buckets[place] = fullBucket();
        return buckets[place];
    }

    /** Without a lock of its own. */
    private Bucket fullBucket() {
        return Bucket.builder()
                .addLimit(bandwidth)
                .withCustomTimePrecision(stopwatch)
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }

    private record Stopwatch(LongSupplier nanoTime) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
