package dev.seckill.api.recover;

import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.SignOfLife;
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
        Map<String, SignOfLife> first = redis.signsOfLife();
        long start = System.nanoTime();
        Map<String, String> publishing = new TreeMap<>();
        while (System.nanoTime() - start
                < settings.settleWait().plus(settings.quiet()).toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            publishing.clear();
            alive(first, redis.signsOfLife()).forEach((instance, sign) -> {
                // Who lives and cannot be read, such as a newer program, may have anything to deliver.
                int unlogged = sign.unlogged(redis.id()).orElse(-1);
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
    private static Map<String, SignOfLife> alive(Map<String, SignOfLife> first, Map<String, SignOfLife> now) {
        Map<String, SignOfLife> alive = new HashMap<>(now);
        alive.entrySet().removeIf(sign -> sign.getValue().equals(first.get(sign.getKey())));
        return alive;
    }
}
