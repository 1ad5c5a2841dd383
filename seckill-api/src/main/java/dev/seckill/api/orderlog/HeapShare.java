package dev.seckill.api.orderlog;

/** A part of the heap that several things share, of which each says what it takes. Not thread-safe. */
final class HeapShare {

    private final long bytes;
    private long taken;

    HeapShare(long bytes) {
        this.bytes = bytes;
    }

    /** Whether so many bytes are free; the first time in any case. */
    boolean has(long wanted) {
        return taken == 0 || wanted <= bytes - taken;
    }

    void take(long wanted) {
        taken += wanted;
    }
}
