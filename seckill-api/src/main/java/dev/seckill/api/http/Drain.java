package dev.seckill.api.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time between the wish to stop and the stop. An instance that drains says that it is not ready, so that a balancer
 * sends buyers elsewhere, and ends each connection with the reply to its next request; until then it serves as before.
 * Thread-safe.
 */
public final class Drain {

    private volatile boolean begun;

    /** From now on nobody shall come any more. */
    public void begin() {
        begun = true;
    }

    boolean isBegun() {
        return begun;
    }

    /** Why the instance is not ready, as a sentence, or null. */
    public String trouble() {
        return begun ? "The instance is stopping." : null;
    }

    /** Lets it last; an interrupt ends it, and is used up by that. */
    public void last(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            // The stop goes on.
        }
    }
}
