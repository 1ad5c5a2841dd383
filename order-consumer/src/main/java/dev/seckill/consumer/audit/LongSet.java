package dev.seckill.consumer.audit;

import java.util.Arrays;

/** A set of positive numbers in 16 bytes or less each, where boxed ones would take about 50. Not thread-safe. */
final class LongSet {

    private static final int FIRST_CAPACITY = 1024;

    /** 0 marks a free slot. */
    private long[] slots = new long[FIRST_CAPACITY];

    private int size;

    /** Adds the number; false if it was there. */
    boolean add(long number) {
        int slot = slotOf(slots, number);
        if (slots[slot] == number) {
            return false;
        }
        slots[slot] = number;
        if (++size * 2 > slots.length) {
            grow();
        }
        return true;
    }

    boolean contains(long number) {
        return slots[slotOf(slots, number)] == number;
    }

    int size() {
        return size;
    }

    /** The numbers, smallest first. */
    long[] sorted() {
        return Arrays.stream(slots).filter(number -> number != 0).sorted().toArray();
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long number : slots) {
            if (number != 0) {
                larger[slotOf(larger, number)] = number;
            }
        }
        slots = larger;
    }

    private static int slotOf(long[] slots, long number) {
        int mask = slots.length - 1;
        int slot = (int) mix(number) & mask;
        while (slots[slot] != 0 && slots[slot] != number) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** The finaliser of MurmurHash3: spreads numbers that lie close together over a table. */
    static long mix(long number) {
        long bits = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
        bits = (bits ^ bits >>> 33) * 0xc4ceb9fe1a85ec53L;
        return bits ^ bits >>> 33;
    }
}
