package dev.seckill.consumer.audit;

import java.util.UUID;

/**
 * What is known of each order: a digest of its content and a set of marks. An order takes 25 bytes of a table that is
 * at most half full, so a million orders take 50 MB. Not thread-safe.
 */
final class OrderTable {

    private static final int FIRST_CAPACITY = 1024;
    private static final int CAPACITY_MAX = 1 << 28;

    private long[] high = new long[FIRST_CAPACITY];
    private long[] low = new long[FIRST_CAPACITY];
    private long[] digests = new long[FIRST_CAPACITY];
    /** 0 marks a free slot; every order has at least one mark. */
    private byte[] marks = new byte[FIRST_CAPACITY];

    private int size;

    /** Looks at each order. */
    interface Visitor {
        void visit(UUID id, byte marks);
    }

    /** The marks of an order; 0 if it is unknown. */
    byte marksOf(UUID id) {
        return marks[slotOf(id)];
    }

    /** The digest of an order that is known. */
    long digestOf(UUID id) {
        return digests[slotOf(id)];
    }

    /** Adds marks to an order; the digest counts only when the order is new. */
    void mark(UUID id, long digest, byte more) {
        int slot = slotOf(id);
        if (marks[slot] == 0) {
            high[slot] = id.getMostSignificantBits();
            low[slot] = id.getLeastSignificantBits();
            digests[slot] = digest;
            size++;
        }
        marks[slot] |= more;
        if (size * 2 > marks.length) {
            grow();
        }
    }

    int size() {
        return size;
    }

    void forEach(Visitor visitor) {
        for (int slot = 0; slot < marks.length; slot++) {
            if (marks[slot] != 0) {
                visitor.visit(new UUID(high[slot], low[slot]), marks[slot]);
            }
        }
    }

    private int slotOf(UUID id) {
        int mask = marks.length - 1;
        long hash = LongSet.mix(id.getMostSignificantBits() ^ LongSet.mix(id.getLeastSignificantBits()));
        int slot = (int) hash & mask;
        while (marks[slot] != 0
                && (high[slot] != id.getMostSignificantBits() || low[slot] != id.getLeastSignificantBits())) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        if (marks.length >= CAPACITY_MAX) {
            throw new IllegalStateException("audit - more orders than it can hold (orders=" + size + ")");
        }
        OrderTable larger = new OrderTable(marks.length * 2);
        for (int slot = 0; slot < marks.length; slot++) {
            if (marks[slot] != 0) {
                larger.mark(new UUID(high[slot], low[slot]), digests[slot], marks[slot]);
            }
        }
        high = larger.high;
        low = larger.low;
        digests = larger.digests;
        marks = larger.marks;
    }

    OrderTable() {}

    private OrderTable(int capacity) {
        high = new long[capacity];
        low = new long[capacity];
        digests = new long[capacity];
        marks = new byte[capacity];
    }
}
