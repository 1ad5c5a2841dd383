package dev.seckill.api.live;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long replies took, counted in buckets whose width is a sixteenth of what is in them, so that those of all instances can be
 * added up.
 *
 * @param counts bucket to how many; none of them 0
 */
public record Latencies(SortedMap<Integer, Long> counts) {

    /** None were measured. */
    public static final Latencies NONE = new Latencies(new TreeMap<>());

    /** From the shortest to more than a minute. */
    static final int BUCKETS = 384;

    private static final int PARTS = 16;
    private static final int PARTS_BITS = 4;

    public Latencies {
        counts = new TreeMap<>(counts);
        counts.values().removeIf(count -> count == 0);
    }

    /** The bucket of a time. */
    static int bucket(long micros) {
        if (micros < PARTS) {
            return (int) Math.max(0, micros);
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros);
        int part = (int) (micros >>> power - PARTS_BITS) & PARTS - 1;
        return Math.min(BUCKETS - 1, (power - PARTS_BITS + 1) * PARTS + part);
    }

    /** The middle of a bucket. */
    static double micros(int bucket) {
        if (bucket < PARTS) {
            return bucket + 0.5;
        }
        int widthBits = bucket / PARTS - 1;
        double lowest = (double) ((long) (PARTS + bucket % PARTS) << widthBits);
        return lowest + (1L << widthBits) / 2.0;
    }

    /** These and others. */
    public Latencies plus(Latencies others) {
        return combined(others, 1);
    }

    /** These without those of them that were there before. */
    Latencies minus(Latencies before) {
        return combined(before, -1);
    }

    private Latencies combined(Latencies others, int sign) {
        SortedMap<Integer, Long> sum = new TreeMap<>(counts);
        others.counts.forEach((bucket, count) -> sum.merge(bucket, sign * count, Long::sum));
        return new Latencies(sum);
    }

    /** How many were measured. */
    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * What so large a part of them did not exceed, in milliseconds.
     *
     * @param part above 0; 1 for the longest of all
     */
    public double millis(double part) {
        long rank = (long) Math.ceil(part * count());
        long passed = 0;
        for (Map.Entry<Integer, Long> bucket : counts.entrySet()) {
            passed += bucket.getValue();
            if (passed >= rank) {
                return Math.round(micros(bucket.getKey())) / 1000.0;
            }
        }
        throw new IllegalStateException("none were measured");
    }
}
