package dev.seckill.api.recover;

import dev.seckill.api.redis.RedisSale;
import dev.seckill.model.ForeignText;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until every instance has delivered what it decided before the sale was halted. */
final class QuietWait {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RedisSale redis;
    private final Recovery.Settings settings;

    QuietWait(RedisSale redis, Recovery.Settings settings) {
        this.redis = redis;
        this.settings = settings;
    }

    /** Waits until no living instance has undelivered orders; returns those that still have some at the end. */
    Map<String, String> await() {
        Map<String, RedisSale.Beat> first = redis.beats();
        long start = System.nanoTime();
        Map<String, String> publishing = new TreeMap<>();
        while (System.nanoTime() - start
                < settings.settleWait().plus(settings.quiet()).toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            publishing.clear();
            alive(first, redis.beats()).forEach((instance, beat) -> {
                // Who lives and cannot be read, such as a newer program, may have anything to deliver.
                int unlogged = beat.unlogged().orElse(-1);
                if (unlogged != 0) {
                    publishing.put(ForeignText.shown(instance), unlogged < 0 ? "unreadable" : "" + unlogged);
                }
            });
            if (publishing.isEmpty()
                    && System.nanoTime() - start >= settings.quiet().toNanos()) {
                return publishing;
            }
        }
        return publishing;
    }

    /** An instance lives if its sign of life changed while we watched. */
    private static Map<String, RedisSale.Beat> alive(
            Map<String, RedisSale.Beat> first, Map<String, RedisSale.Beat> now) {
        Map<String, RedisSale.Beat> alive = new HashMap<>(now);
        alive.entrySet().removeIf(beat -> beat.getValue().equals(first.get(beat.getKey())));
        return alive;
    }
}
