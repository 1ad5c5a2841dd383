package dev.seckill.api.orderlog;

import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which later event about an order has which number of a journal, in about ten bytes for each number as long as they are dense,
 * and how many units all of them gave back. Of each event a fingerprint of 64 bits is kept. Not thread-safe.
 */
final class OrderChanges {

    /** Numbers that are kept together. */
    private static final int RUN = 64;

    /** Heap that a run takes, with its share of the map. */
    private static final int RUN_BYTES = Long.BYTES * RUN + 104;

    private final Map<Long, long[]> runs = new HashMap<>();
    private final HeapShare heap;
    private boolean any;
    private long released;

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
        return !any;
    }

    /** Takes note of an event whose number is free; returns its units. */
    long add(SaleEvent.OfOrder event) {
        long[] run = runs.computeIfAbsent(event.no() / RUN, first -> {
            heap.take(RUN_BYTES);
            return new long[RUN];
        });
        run[(int) (event.no() % RUN)] = fingerprint(event);
        any = true;
        // No order has more than an int holds; what is made up is not believed anyhow.
        long units = Math.min(Integer.MAX_VALUE, event.units());
        released += units;
        return units;
    }

    /** Whether it was this event that was added under its number. */
    boolean has(SaleEvent.OfOrder event) {
        long[] run = runs.get(event.no() / RUN);
        return run != null && run[(int) (event.no() % RUN)] == fingerprint(event);
    }

    /** Forgets all of them. The heap stays taken. */
    void forget() {
        runs.values().forEach(run -> Arrays.fill(run, 0));
        any = false;
        released = 0;
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
