package dev.seckill.api.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for the bodies that requests keep while they come. Each may have a little, which is more than any order takes; of
 * what it has beyond that, all together may have so much. So strangers who send long bodies slowly crowd out nobody but
 * each other. Thread-safe.
 */
final class BodyRoom {

    /** Of each request, without being counted: an order with the longest buyer has some 600 bytes. */
    static final int EACH_BYTES = 1024;

    private final AtomicLong free;

    /** @param bytes for all bodies together, beyond what each may have */
    BodyRoom(long bytes) {
        this.free = new AtomicLong(bytes);
    }

    /** The part of one request, which it has to give back. */
    Part part() {
        return new Part();
    }

    private boolean take(long bytes) {
        boolean isThere = free.addAndGet(-bytes) >= 0;
        if (!isThere) {
            free.addAndGet(bytes);
        }
        return isThere;
    }

    /** Grows with a body. Thread-safe, as a body may still come when its request has been answered. */
    final class Part {

        private long kept;
        private long taken;
        private boolean isOver;

        private Part() {}

        /** Whether there is room for so many bytes more. */
        synchronized boolean take(int bytes) {
            long needed = Math.max(0, kept + bytes - EACH_BYTES - taken);
            if (isOver || needed > 0 && !BodyRoom.this.take(needed)) {
                return false;
            }
            kept += bytes;
            taken += needed;
            return true;
        }

        /** The body is not needed any more; there is no room for more of it. */
        synchronized void giveBack() {
            isOver = true;
            free.addAndGet(taken);
            taken = 0;
        }
    }
}
