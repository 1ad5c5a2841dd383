package dev.seckill.api.live;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts how long replies take, from the start on. Thread-safe, without a lock. */
final class LatencyRecorder {

    private static final long NANOS_A_MICRO = 1000;

    private final AtomicLongArray counts = new AtomicLongArray(Latencies.BUCKETS);

    void record(long nanos) {
        counts.incrementAndGet(Latencies.bucket(nanos / NANOS_A_MICRO));
    }

    /** All so far. */
    Latencies all() {
        SortedMap<Integer, Long> all = new TreeMap<>();
        for (int bucket = 0; bucket < Latencies.BUCKETS; bucket++) {
            long count = counts.get(bucket);
            if (count > 0) {
                all.put(bucket, count);
            }
        }
        return new Latencies(all);
    }
}
