package dev.seckill.model.check;

import java.util.Locale;

/** Whether there is room for what a sale writes. */
public final class RoomCheck {

    private static final long MIB = 1L << 20;
    /** For what else a server writes. */
    private static final long RESERVE_BYTES = 256 * MIB;

    private static final int COMFORT = 4;

    private RoomCheck() {}

    /**
     * Judges a store.
     *
     * @param place which one
     * @param freeBytes what is left of it
     * @param totalBytes all of it
     * @param expectedBytes what the sale writes, at most
     * @param remedy what to do where it is too little
     */
    public static CheckPoint point(
            String subject, String place, long freeBytes, long totalBytes, long expectedBytes, String remedy) {
        long need = expectedBytes + RESERVE_BYTES;
        String found = String.format(
                Locale.ROOT,
                "%s: %,d of %,d MiB free; the sale needs %,d at most, and others some",
                place,
                freeBytes / MIB,
                totalBytes / MIB,
                (expectedBytes + MIB - 1) / MIB);
        if (freeBytes < need) {
            return CheckPoint.red(subject, found, remedy);
        }
        return freeBytes < COMFORT * need ? CheckPoint.amber(subject, found, remedy) : CheckPoint.green(subject, found);
    }
}
