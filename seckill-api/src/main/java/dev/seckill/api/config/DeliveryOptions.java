package dev.seckill.api.config;

import dev.seckill.api.outbox.OutboxDelivery;
import dev.seckill.api.outbox.Relay;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How decided orders come to the order log: at once, and by the relay if that fails. */
final class DeliveryOptions {

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
            description = "How often the outboxes of all sales are searched for events left behind. [50ms..1m]")
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
            description = "Events taken from the outboxes in one search, in equal shares for their sales. [1..100000]")
    int relayBatch;

    OutboxDelivery.Settings toSettings() {
        return new OutboxDelivery.Settings(publishWait, logSilence, unloggedMax);
    }

    Relay.Settings toRelaySettings(Duration stopWait) {
        return new Relay.Settings(relayInterval, relayAfter, relayBatch, stopWait);
    }
}
