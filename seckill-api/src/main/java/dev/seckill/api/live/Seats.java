package dev.seckill.api.live;

import java.util.concurrent.Semaphore;

/** Room for viewers. Thread-safe. */
public final class Seats {

    private final int most;
    private final Semaphore free;

    Seats(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    /** Whether there was room for one more, who has it now until {@link #leave}. */
    public boolean take() {
        return free.tryAcquire();
    }

    /** How many are taken. */
    public int taken() {
        return most - free.availablePermits();
    }

    /** A viewer has gone. */
    public void leave() {
        free.release();
    }
}
