package dev.seckill.loadtest;

import dev.seckill.infra.process.Waiting;
import java.time.Duration;

/** Waits for what the system has to do: each look may ask a server. */
public final class Patience {

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private Patience() {}

    /** Looks until the condition holds or the time is up; returns whether it holds. Looks at least once. */
    public static boolean await(Duration limit, Waiting.Condition condition) throws InterruptedException {
        return Waiting.await(limit, LOOK_EVERY, condition);
    }
}
