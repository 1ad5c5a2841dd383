package dev.seckill.consumer.audit;

import java.util.UUID;

/**
 * The state of each order of a sale from which more may be heard. An order takes 34 bytes of a table that is at most half
 * full. Not thread-safe.
 */
final class OrderStates {

    /** It is not known here. */
    static final byte UNKNOWN = 0;

    static final byte HELD = 1;
    static final byte CONFIRMED = 2;
    static final byte RELEASED = 3;
    /** Released, and paid after that. */
    static final byte LATE = 4;

    private static final int FIRST_CAPACITY = 16;
    private static final int CAPACITY_MAX = 1 << 28;

    private long[] high;
    private long[] low;
    private long[] heldUntil;
    private long[] units;
    private boolean[] cancellable;
    private byte[] states;
    private int size;

    OrderStates() {
        this(FIRST_CAPACITY);
    }

    private OrderStates(int capacity) {
        high = new long[capacity];
        low = new long[capacity];
        heldUntil = new long[capacity];
        units = new long[capacity];
        cancellable = new boolean[capacity];
        states = new byte[capacity];
    }

    /** Where an order is, or would be; until the next one is added. */
    int slotOf(UUID id) {
        return slotOf(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private int slotOf(long mostSignificant, long leastSignificant) {
        int mask = states.length - 1;
        int slot = (int) LongSet.mix(mostSignificant ^ LongSet.mix(leastSignificant)) & mask;
        while (states[slot] != UNKNOWN && (high[slot] != mostSignificant || low[slot] != leastSignificant)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Adds an order that is not there. */
    void add(UUID id, byte state, long orderUnits, long until, boolean canBeCancelled) {
        put(slotOf(id), id.getMostSignificantBits(), id.getLeastSignificantBits(), state, orderUnits, until);
        cancellable[slotOf(id)] = canBeCancelled;
        if (++size * 2 > states.length) {
            grow();
        }
    }

    private void put(int slot, long mostSignificant, long leastSignificant, byte state, long orderUnits, long until) {
        high[slot] = mostSignificant;
        low[slot] = leastSignificant;
        states[slot] = state;
        units[slot] = orderUnits;
        heldUntil[slot] = until;
    }

    private void grow() {
        if (states.length >= CAPACITY_MAX) {
            throw new IllegalStateException("audit - more open orders than it can hold (orders=" + size + ")");
        }
        OrderStates larger = new OrderStates(states.length * 2);
        for (int slot = 0; slot < states.length; slot++) {
            if (states[slot] != UNKNOWN) {
                int moved = larger.slotOf(high[slot], low[slot]);
                larger.put(moved, high[slot], low[slot], states[slot], units[slot], heldUntil[slot]);
                larger.cancellable[moved] = cancellable[slot];
            }
        }
        high = larger.high;
        low = larger.low;
        heldUntil = larger.heldUntil;
        units = larger.units;
        cancellable = larger.cancellable;
        states = larger.states;
    }

    byte stateOf(int slot) {
        return states[slot];
    }

    void state(int slot, byte state) {
        states[slot] = state;
    }

    long unitsOf(int slot) {
        return units[slot];
    }

    /** In milliseconds. */
    long heldUntilOf(int slot) {
        return heldUntil[slot];
    }

    void heldUntil(int slot, long until) {
        heldUntil[slot] = until;
    }

    boolean isCancellable(int slot) {
        return cancellable[slot];
    }

    /** How many are held until that time at the most. */
    long heldUntilAtMost(long time) {
        long count = 0;
        for (int slot = 0; slot < states.length; slot++) {
            count += states[slot] == HELD && heldUntil[slot] <= time ? 1 : 0;
        }
        return count;
    }
}
