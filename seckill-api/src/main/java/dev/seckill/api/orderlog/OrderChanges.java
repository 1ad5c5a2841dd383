package dev.seckill.api.orderlog;

import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which later event about an order has which number of a journal, and how many units it gave back, in about fourteen bytes for
 * each number as long as they are dense. Of each event a fingerprint of 64 bits is kept. Not thread-safe.
 */
final class OrderChanges {

    /** Numbers that are kept together. */
    private static final int RUN = 64;

    /** Heap that a run takes, with its share of the map. */
    private static final int RUN_BYTES = (Long.BYTES + Integer.BYTES) * RUN + 160;

    private final Map<Long, Run> runs = new HashMap<>();
    private final HeapShare heap;
    private long released;

    private static final class Run {
        private final long[] fingerprints = new long[RUN];
        private final int[] units = new int[RUN];
    }

    /** @param heap what the numbers of several sales may take together */
    OrderChanges(HeapShare heap) {
        this.heap = heap;
    }

    /** Heap that the changes of a journal of so many events take. */
    static long bytesFor(long events) {
        return (events / RUN + 1) * RUN_BYTES;
    }

    /** Whether an event of that number can be added. */
    boolean hasRoomFor(long no) {
        return runs.containsKey(no / RUN) || heap.has(RUN_BYTES);
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /**
     * Takes note of an event whose number is free.
     *
     * @param counts whether its units do
     * @return the units that count
     */
    int add(SaleEvent.OfOrder event, boolean counts) {
        Run run = runs.computeIfAbsent(event.no() / RUN, first -> {
            heap.take(RUN_BYTES);
            return new Run();
        });
        int place = (int) (event.no() % RUN);
        run.fingerprints[place] = fingerprint(event);
        // No order has more than an int holds; what is made up is not believed anyhow.
        run.units[place] = counts ? (int) Math.min(Integer.MAX_VALUE, event.units()) : 0;
        released += run.units[place];
        return run.units[place];
    }

    /** Whether it was this event that was added under its number. */
    boolean has(SaleEvent.OfOrder event) {
        Run run = runs.get(event.no() / RUN);
        return run != null && run.fingerprints[(int) (event.no() % RUN)] == fingerprint(event);
    }

    /** The units of the events with these numbers do not count any more; returns how many they were. */
    long giveUp(NumberRange range) {
        long before = released;
        runs.forEach((first, run) -> {
            for (int place = 0; place < RUN; place++) {
                if (run.units[place] != 0 && range.has(first * RUN + place)) {
                    released -= run.units[place];
                    run.units[place] = 0;
                }
            }
        });
        return before - released;
    }

    /** Units that went back to the sale by all of them. */
    long released() {
        return released;
    }

    /** Never 0, which marks a free place. */
    private static long fingerprint(SaleEvent event) {
        UUID digest = UUID.nameUUIDFromBytes(EventCodec.encode(event));
        long mixed = digest.getMostSignificantBits() ^ digest.getLeastSignificantBits();
        return mixed == 0 ? 1 : mixed;
    }
}
