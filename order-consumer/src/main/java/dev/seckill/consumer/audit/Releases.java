package dev.seckill.consumer.audit;

import dev.seckill.model.event.GivenUp;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What the orders of a sale gave back, kept until all is read: only then it is known which of the events count. A release takes
 * 32 bytes. Not thread-safe.
 */
final class Releases {

    private static final int FIELDS = 4;
    private static final int FIRST_CAPACITY = 16;

    /** Of each release: the order's id in two halves, its number, and the units. */
    private long[] fields = new long[FIELDS * FIRST_CAPACITY];

    private int used;

    /** Units that an order gave back by the event of this number; it may come more than once. */
    void add(UUID order, long no, long units) {
        if (used == fields.length) {
            fields = Arrays.copyOf(fields, used * 2);
        }
        fields[used++] = order.getMostSignificantBits();
        fields[used++] = order.getLeastSignificantBits();
        fields[used++] = no;
        fields[used++] = units;
    }

    /**
     * All units that went back. Each order gives back once.
     *
     * @param givenUp numbers that do not count
     * @param counts whether the units of an order count; what was not sold can't come back
     */
    long units(GivenUp givenUp, Predicate<UUID> counts) {
        if (used == 0) {
            return 0;
        }
        OrderTable seen = new OrderTable();
        long units = 0;
        for (int at = 0; at < used; at += FIELDS) {
            UUID order = new UUID(fields[at], fields[at + 1]);
            if (!givenUp.has(fields[at + 2]) && seen.marksOf(order) == 0 && counts.test(order)) {
                seen.mark(order, 0, (byte) 1);
                units += fields[at + 3];
            }
        }
        return units;
    }
}
