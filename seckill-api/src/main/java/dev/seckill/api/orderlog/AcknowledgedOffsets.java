package dev.seckill.api.orderlog;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** The highest offset that each partition has acknowledged. Written by one thread, read by any. */
final class AcknowledgedOffsets {

    private static final long NONE = -1;

    /** By partition; replaced by a longer one for a partition that is new. */
    private volatile AtomicLongArray highest = new AtomicLongArray(0);

    /**
     * Takes an offset in.
     *
     * @return whether it lies before one of that partition which was taken in earlier
     */
    boolean goesBack(int partition, long offset) {
        AtomicLongArray offsets = highest;
        if (partition >= offsets.length()) {
            offsets = longer(offsets, partition + 1);
        }
        long before = offsets.get(partition);
        if (offset > before) {
            offsets.lazySet(partition, offset);
        }
        return offset <= before;
    }

    private AtomicLongArray longer(AtomicLongArray offsets, int length) {
        long[] copy = new long[length];
        Arrays.fill(copy, NONE);
        for (int partition = 0; partition < offsets.length(); partition++) {
            copy[partition] = offsets.get(partition);
        }
        highest = new AtomicLongArray(copy);
        return highest;
    }

    /** By partition; without those that have acknowledged nothing. */
    Map<Integer, Long> highest() {
        AtomicLongArray offsets = highest;
        Map<Integer, Long> known = new HashMap<>();
        for (int partition = 0; partition < offsets.length(); partition++) {
            long offset = offsets.get(partition);
            if (offset != NONE) {
                known.put(partition, offset);
            }
        }
        return known;
    }
}
