package dev.seckill.api.live;

import java.util.concurrent.Semaphore;

/** Room for viewers. Thread-safe. */
public final class Seats {

    private final Semaphore free;

    Seats(int most) {
        this.free = new Semaphore(most);
    }

    /** Whether there was room for one more, who has it now until {@link #leave}. */
    public boolean take() {
        return free.tryAcquire();
    }

    /** A viewer has gone. */
    public void leave() {
        free.release();
    }
}
