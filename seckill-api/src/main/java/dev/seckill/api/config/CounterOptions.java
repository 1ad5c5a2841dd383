package dev.seckill.api.config;

import dev.seckill.api.redis.RedisStockCounter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What the counter in Redis keeps, and how it is asked. */
final class CounterOptions {

    @Option(
            names = "--outbox-max",
            defaultValue = "${env:OUTBOX_MAX:-100000}",
            description =
                    "Orders that may wait in the sale's outbox, over all instances; past it 503." + " [1..10000000]")
    long outboxMax;

    @Option(
            names = "--read-back-wait",
            defaultValue = "${env:READ_BACK_WAIT:-3s}",
            description = "How long to ask what became of a transaction whose reply got lost; past it 503. [100ms..1m]")
    Duration readBackWait;

    @Option(
            names = "--key-lifetime",
            defaultValue = "${env:KEY_LIFETIME:-24h}",
            description = "How long an Idempotency-Key is remembered after the sale's newest order that has one."
                    + " [1m..8760h]")
    Duration keyLifetime;

    @Option(
            names = "--failover-wait",
            defaultValue = "${env:FAILOVER_WAIT:-3s}",
            description = "How long a Redis process that is new to the sale is left alone, so that every instance can"
                    + " check whether it is older than what the instance knows; must exceed the larger of --probe"
                    + " and --sold-out-refresh plus 2 x --redis-timeout; 0ms: not at all. [0ms..1m]")
    Duration failoverWait;

    @Option(
            names = "--look-ahead",
            defaultValue = "${env:LOOK_AHEAD:-10ms}",
            description = "How old a look at the sale that came with the previous transaction may be to save the next"
                    + " one a round trip; not used for 1s after a lost race; 0ms: look for each batch. [0ms..1s]")
    Duration lookAhead;

    @Option(
            names = "--held-max",
            defaultValue = "${env:HELD_MAX:-100000}",
            description = "Orders of a sale that may be held at once; past it 503. [1..10000000]")
    long heldMax;

    @Option(
            names = "--orders-max",
            defaultValue = "${env:ORDERS_MAX:-1000000}",
            description =
                    "Orders that a sale with holds or cancellations may remember, in up to 180 bytes of Redis each,"
                            + " also those that gave their units back; past it 503. [1..100000000]")
    long ordersMax;

    @Option(
            names = "--expire-max",
            defaultValue = "${env:EXPIRE_MAX:-256}",
            description = "Held orders that are released in one transaction because their time is over. [1..4096]")
    int expireMax;

    RedisStockCounter.Settings toSettings(Long stock) {
        return new RedisStockCounter.Settings(
                stock,
                outboxMax,
                readBackWait,
                keyLifetime,
                failoverWait,
                lookAhead,
                new RedisStockCounter.HoldBounds(heldMax, expireMax, ordersMax));
    }
}
