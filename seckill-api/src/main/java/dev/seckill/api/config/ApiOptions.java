package dev.seckill.api.config;

import dev.seckill.api.decide.DecisionQueue;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.outbox.OutboxDelivery;
import dev.seckill.api.outbox.Relay;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingDuration;
import dev.seckill.model.settings.SettingRanges;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The settings of the running API. Each stands here once: option, environment variable, default, meaning and range; the
 * range in brackets is what {@link SettingRanges} checks.
 */
public final class ApiOptions {

    /** Addresses that stand for all of the machine. */
    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]");

    @Mixin
    SaleOptions sale;

    @Mixin
    RedisOptions redis;

    @Mixin
    KafkaOptions kafka;

    @Option(names = "--host", defaultValue = "${env:HOST:-0.0.0.0}", description = "Address to listen on.")
    String host;

    @Option(
            names = "--port",
            defaultValue = "${env:PORT:-3000}",
            description = "Port to listen on; 0 takes a free one. [0..65535]")
    int port;

    @Option(
            names = "--admin-host",
            defaultValue = "${env:ADMIN_HOST:-127.0.0.1}",
            description = "Address on which health and metrics listen, apart from the shop.")
    String adminHost;

    @Option(
            names = "--admin-port",
            defaultValue = "${env:ADMIN_PORT:-3002}",
            description = "Port of health and metrics; 0 takes a free one. [0..65535]")
    int adminPort;

    @Option(
            names = "--stock",
            defaultValue = "${env:STOCK:-" + Option.NULL_VALUE + "}",
            description = "Units to create the sale's counter with if it was never sold; none: it must exist."
                    + " [0..1000000000]")
    Long stock;

    @Option(
            names = "--http-threads",
            defaultValue = "${env:HTTP_THREADS:-64}",
            description = "Most threads of the HTTP server; one, or up to one in 16, handles purchases. [8..1000]")
    int httpThreads;

    @Option(
            names = "--accept-queue",
            defaultValue = "${env:ACCEPT_QUEUE:-4096}",
            description = "New connections that may wait to be accepted; past it clients have to try again, at first"
                    + " after a second; the system may set a lower bound (Linux: net.core.somaxconn). [50..65535]")
    int acceptQueue;

    @Option(
            names = "--connections-max",
            defaultValue = "${env:CONNECTIONS_MAX:-10000}",
            description = "Open connections; past it the connection that was silent longest is closed, or the new one."
                    + " [10..1000000]")
    int connectionsMax;

    @Option(
            names = "--head-max",
            defaultValue = "${env:HEAD_MAX:-8192}",
            description = "Longest head of a request in bytes; past it 431, or 414 in its first line. [1024..8192]")
    int headMax;

    @Option(
            names = "--head-lines-max",
            defaultValue = "${env:HEAD_LINES_MAX:-100}",
            description = "Header lines of a request; past it 431. [10..1000]")
    int headLinesMax;

    @Option(
            names = "--head-wait",
            defaultValue = "${env:HEAD_WAIT:-10s}",
            description = "How long a head may take from its first byte to its last; past it 408. [100ms..1m]")
    Duration headWait;

    @Option(
            names = "--unfinished-heads-max",
            defaultValue = "${env:UNFINISHED_HEADS_MAX:-1000}",
            description = "Connections whose head is unfinished; past it the oldest gets 408. [10..100000]")
    int unfinishedHeadsMax;

    @Option(
            names = "--body-max",
            defaultValue = "${env:BODY_MAX:-65536}",
            description = "Longest request body in bytes; past it 413. [0..10485760]")
    int bodyMax;

    @Option(
            names = "--answer-wait",
            defaultValue = "${env:ANSWER_WAIT:-20s}",
            description = "How long a request's body may take, past it 408; then how long the answer may take, past it"
                    + " 503; must exceed --decision-wait, --read-back-wait, --send-wait, --publish-wait and 5 x"
                    + " --redis-timeout together. [1s..10m]")
    Duration answerWait;

    @Option(
            names = "--retry-after",
            defaultValue = "${env:RETRY_AFTER:-1s}",
            description = "What a refused buyer is told to wait, in whole seconds. [1s..1h]")
    Duration retryAfter;

    @Option(
            names = "--stop-wait",
            defaultValue = "${env:STOP_WAIT:-10s}",
            description = "How long each stage of stopping waits for what is under way. [1s..1m]")
    Duration stopWait;

    @Option(
            names = "--queue-max",
            defaultValue = "${env:QUEUE_MAX:-10000}",
            description = "Purchases that may wait for their decision; past it 503. [1..1000000]")
    int queueMax;

    @Option(
            names = "--batch-max",
            defaultValue = "${env:BATCH_MAX:-1000}",
            description = "Purchases decided in one transaction. [1..10000]")
    int batchMax;

    @Option(
            names = "--conflict-retries",
            defaultValue = "${env:CONFLICT_RETRIES:-50}",
            description = "Further attempts when another instance changed the sale in between; past it 503. [0..1000]")
    int conflictRetries;

    @Option(
            names = "--conflict-backoff",
            defaultValue = "${env:CONFLICT_BACKOFF:-2ms}",
            description = "Longest random pause before such an attempt. [0ms..1s]")
    Duration conflictBackoff;

    @Option(
            names = "--decision-wait",
            defaultValue = "${env:DECISION_WAIT:-5s}",
            description = "Longest time that a purchase may wait in the queue; past it 503. [10ms..1m]")
    Duration decisionWait;

    @Option(
            names = "--sold-out-refresh",
            defaultValue = "${env:SOLD_OUT_REFRESH:-200ms}",
            description = "How often a sold-out sale is looked at again. [20ms..1m]")
    Duration soldOutRefresh;

    @Option(
            names = "--probe",
            defaultValue = "${env:PROBE:-500ms}",
            description = "How often an idle instance looks at the sale. [20ms..1m]")
    Duration probe;

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
            names = "--publish-wait",
            defaultValue = "${env:PUBLISH_WAIT:-1s}",
            description = "How long a buyer waits for the order log; past it 202. [10ms..1m]")
    Duration publishWait;

    @Option(
            names = "--log-silence",
            defaultValue = "${env:LOG_SILENCE:-5s}",
            description = "How long the order log may acknowledge nothing while orders wait for it; past it 503."
                    + " [10ms..5m]")
    Duration logSilence;

    @Option(
            names = "--unlogged-max",
            defaultValue = "${env:UNLOGGED_MAX:-50000}",
            description =
                    "Orders of this instance that the order log has not acknowledged; past it 503." + " [1..1000000]")
    int unloggedMax;

    @Option(
            names = "--relay-interval",
            defaultValue = "${env:RELAY_INTERVAL:-1s}",
            description = "How often the outbox is searched for orders left behind. [50ms..1m]")
    Duration relayInterval;

    @Option(
            names = "--relay-after",
            defaultValue = "${env:RELAY_AFTER:-8s}",
            description = "How long an instance sees an order in the outbox until it counts as left behind; must exceed"
                    + " --read-back-wait plus 2 x --redis-timeout. [200ms..1h]")
    Duration relayAfter;

    @Option(
            names = "--relay-batch",
            defaultValue = "${env:RELAY_BATCH:-5000}",
            description = "Orders taken from the outbox in one search. [1..100000]")
    int relayBatch;

    @Option(
            names = "--warm-up",
            defaultValue = "${env:WARM_UP:-3000}",
            description = "Practice purchases of sales inside the process, while the API sells already and before it is"
                    + " ready; 0: none. [0..1000000]")
    int warmUp;

    @Option(
            names = "--warm-up-wait",
            defaultValue = "${env:WARM_UP_WAIT:-3500ms}",
            description = "Longest time for the practice; opening and closing the practice sales comes on top."
                    + " [100ms..5m]")
    Duration warmUpWait;

    /** The configuration; not to be used if a problem was added. */
    public ApiConfig toConfig(Problems problems) {
        if (relayAfter.compareTo(readBackWait.plus(redis.timeout.multipliedBy(2))) <= 0) {
            problems.add("--relay-after (RELAY_AFTER): " + SettingDuration.format(relayAfter)
                    + " is not longer than --read-back-wait and two --redis-timeout together");
        }
        if (answerWait.compareTo(longestWait()) <= 0) {
            problems.add("--answer-wait (ANSWER_WAIT): " + SettingDuration.format(answerWait)
                    + " is not longer than --decision-wait, --read-back-wait, --send-wait, --publish-wait and five"
                    + " --redis-timeout together");
        }
        Duration look =
                (probe.compareTo(soldOutRefresh) > 0 ? probe : soldOutRefresh).plus(redis.timeout.multipliedBy(2));
        if (!failoverWait.isZero() && failoverWait.compareTo(look) <= 0) {
            problems.add("--failover-wait (FAILOVER_WAIT): " + SettingDuration.format(failoverWait)
                    + " is not longer than the longer of --probe and --sold-out-refresh and two --redis-timeout");
        }
        if (port != 0 && port == adminPort && hostsOverlap()) {
            problems.add("--admin-port (ADMIN_PORT): " + adminPort
                    + " must not be the same as --port (PORT) unless --host and --admin-host are different addresses");
        }
        RedisSettings redisSettings = redis.toSettings(problems);
        KafkaSettings kafkaSettings = kafka.toSettings(stopWait, problems);
        return new ApiConfig(
                new ApiConfig.Http(host, port, httpThreads, bodyMax, answerWait, retryAfter, stopWait, gate()),
                new ApiConfig.Admin(adminHost, adminPort),
                sale.sale,
                redisSettings,
                new RedisStockCounter.Settings(stock, outboxMax, readBackWait, keyLifetime, failoverWait, lookAhead),
                new DecisionQueue.Settings(
                        queueMax,
                        batchMax,
                        conflictRetries,
                        conflictBackoff,
                        decisionWait,
                        soldOutRefresh,
                        probe,
                        stopWait),
                kafkaSettings,
                new OutboxDelivery.Settings(publishWait, logSilence, unloggedMax),
                new Relay.Settings(relayInterval, relayAfter, relayBatch, stopWait),
                new ApiConfig.Practice(warmUp, warmUpWait));
    }

    /** As they are written: a name that resolves to the same address is found when the server is to listen there. */
    private boolean hostsOverlap() {
        return host.equalsIgnoreCase(adminHost) || ANY.contains(host) || ANY.contains(adminHost);
    }

    /**
     * The longest way of a purchase that is sold a unit: the queue, EXEC without a reply, reading back what became of it,
     * whose last try may begin just in time (connect, log in, identify, look), a send that waits, the log.
     */
    private Duration longestWait() {
        return decisionWait
                .plus(readBackWait)
                .plus(redis.timeout.multipliedBy(5))
                .plus(kafka.sendWait)
                .plus(publishWait);
    }

    private ApiConfig.Gate gate() {
        return new ApiConfig.Gate(acceptQueue, connectionsMax, headMax, headLinesMax, headWait, unfinishedHeadsMax);
    }
}
