package dev.seckill.api.orderlog;

import dev.seckill.model.OrderId;
import dev.seckill.model.event.NumberRange;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which order has which number of a sale, in about ten bytes each as long as the numbers are dense, where an id in a set takes
 * about a hundred. Of each order a fingerprint of 64 bits is kept. Not thread-safe.
 */
final class OrderNumbers {

    /** Numbers that are kept together. */
    private static final int RUN = 64;

    /** Heap that a run takes, with its share of the map. */
    private static final int RUN_BYTES = Long.BYTES * (RUN + 1) + 104;

    private final Map<Long, long[]> runs = new HashMap<>();
    private final HeapShare heap;
    private long orders;

    /** What is known of an order when it comes. */
    enum Seen {
        /** Its number is new. */
        FIRST,
        /** It came before. */
        AGAIN,
        /** Another order has its number. */
        OTHER
    }

    /** @param bytesMax heap that this may take */
    OrderNumbers(long bytesMax) {
        this(new HeapShare(bytesMax));
    }

    /** @param heap what the numbers of several sales may take together */
    OrderNumbers(HeapShare heap) {
        this.heap = heap;
    }

    /** Heap that so many orders take when their numbers are dense. */
    static long bytesFor(long orders) {
        return (orders / RUN + 1) * RUN_BYTES;
    }

    /** Whether an order of that number can be added. */
    boolean hasRoomFor(long seq) {
        return runs.containsKey(seq / RUN) || heap.has(RUN_BYTES);
    }

    /** Takes note of an order whose number is free; one whose number another order has is not noted. */
    Seen add(long seq, OrderId order) {
        long[] run = runs.computeIfAbsent(seq / RUN, first -> {
            heap.take(RUN_BYTES);
            return new long[RUN + 1];
        });
        int place = (int) (seq % RUN);
        long fingerprint = fingerprint(order);
        if (run[place] == 0) {
            run[place] = fingerprint;
            orders++;
            return Seen.FIRST;
        }
        return run[place] == fingerprint ? Seen.AGAIN : Seen.OTHER;
    }

    /** Whether an order was added. */
    boolean has(long seq, OrderId order) {
        long[] run = runs.get(seq / RUN);
        return run != null && run[(int) (seq % RUN)] == fingerprint(order);
    }

    /** Distinct numbers. */
    long orders() {
        return orders;
    }

    /**
     * The numbers up to the highest that no order has.
     *
     * @param but ranges that do not count
     */
    List<NumberRange> missing(long highest, List<NumberRange> but) {
        Gaps gaps = new Gaps();
        runs.keySet().stream().sorted().forEach(first -> {
            long[] run = runs.get(first);
            for (int place = 0; place < RUN && first * RUN + place <= highest; place++) {
                if (run[place] != 0) {
                    gaps.has(first * RUN + place);
                }
            }
        });
        return gaps.upTo(highest, but);
    }

    /** Forgets every order. The heap stays taken. */
    void forget() {
        runs.values().forEach(run -> Arrays.fill(run, 0));
        orders = 0;
    }

    /** Forgets what was taken. */
    void giveBack() {
        runs.values().forEach(run -> run[RUN] = 0);
    }

    /** Takes an order that was added; false if it was not, or is taken already. */
    boolean take(long seq, OrderId order) {
        long[] run = runs.get(seq / RUN);
        int place = (int) (seq % RUN);
        long bit = 1L << place;
        if (run == null || run[place] != fingerprint(order) || (run[RUN] & bit) != 0) {
            return false;
        }
        run[RUN] |= bit;
        return true;
    }

    /** Never 0, which marks a free place. */
    private static long fingerprint(OrderId order) {
        long mixed = order.value().getMostSignificantBits() * 0x9E3779B97F4A7C15L
                ^ order.value().getLeastSignificantBits();
        return mixed == 0 ? 1 : mixed;
    }
}
