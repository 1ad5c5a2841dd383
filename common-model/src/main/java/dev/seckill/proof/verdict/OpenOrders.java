package dev.seckill.proof.verdict;

import dev.seckill.proof.tree.Hash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The orders of a sale that have their units, by what commits to them. A table of its own, of 40 bytes for each of its places,
 * because an audit goes through millions of orders. Not thread-safe.
 */
final class OpenOrders {

    /** What is not there has no units. */
    static final long NONE = 0;

    private static final int LONGS = Hash.BYTES / Long.BYTES;
    private static final int PLACES_FIRST = 1024;
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    /** A shop could otherwise choose holders that all want one place, and the audit would never end. */
    private final long seed = new SplittableRandom().nextLong();

    private long[] holders = new long[PLACES_FIRST * LONGS];
    /** Those that each place's order took; a place without any is free. */
    private long[] units = new long[PLACES_FIRST];

    private int count;

    /** The units that an order has; {@link #NONE} if it is not here. */
    long units(Hash holder) {
        return units[place(longs(holder), 0)];
    }

    /** Adds an order that is not here. */
    void add(Hash holder, long taken) {
        if (++count > units.length / 4 * 3) {
            grow();
        }
        put(longs(holder), 0, taken);
    }

    private void put(long[] from, int at, long taken) {
        int place = place(from, at);
        System.arraycopy(from, at, holders, place * LONGS, LONGS);
        units[place] = taken;
    }

    /** Takes away an order that is here. */
    void remove(Hash holder) {
        count--;
        int free = place(longs(holder), 0);
        // What stands behind it would not be found any more across a free place.
        for (int next = after(free); units[next] != NONE; next = after(next)) {
            int wanted = wanted(holders, next * LONGS);
            if (steps(wanted, next) >= steps(free, next)) {
                System.arraycopy(holders, next * LONGS, holders, free * LONGS, LONGS);
                units[free] = units[next];
                free = next;
            }
        }
        units[free] = NONE;
    }

    private static long[] longs(Hash holder) {
        long[] longs = new long[LONGS];
        ByteBuffer.wrap(holder.bytes()).asLongBuffer().get(longs);
        return longs;
    }

    /** Where it is, or the free place where it belongs. */
    private int place(long[] from, int at) {
        int place = wanted(from, at);
        while (units[place] != NONE && !isAt(place, from, at)) {
            place = after(place);
        }
        return place;
    }

    private boolean isAt(int place, long[] from, int at) {
        int own = place * LONGS;
        return Arrays.equals(holders, own, own + LONGS, from, at, at + LONGS);
    }

    private int wanted(long[] from, int at) {
        long mixed = seed;
        for (int i = 0; i < LONGS; i++) {
            mixed = (mixed ^ from[at + i]) * SPREAD;
            mixed ^= mixed >>> 32;
        }
        return (int) mixed & units.length - 1;
    }

    private int after(int place) {
        return place + 1 & units.length - 1;
    }

    private int steps(int from, int to) {
        return to - from & units.length - 1;
    }

    private void grow() {
        long[] oldHolders = holders;
        long[] oldUnits = units;
        holders = new long[Math.multiplyExact(oldHolders.length, 2)];
        units = new long[oldUnits.length * 2];
        for (int place = 0; place < oldUnits.length; place++) {
            if (oldUnits[place] != NONE) {
                put(oldHolders, place * LONGS, oldUnits[place]);
            }
        }
    }
}
