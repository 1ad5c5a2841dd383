package dev.seckill.api.config;

import dev.seckill.api.decide.SaleDecisions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How purchases wait for their decision, and how decisions are made. */
final class DecisionOptions {

    private static final int DECIDERS_MAX = 64;

    @Option(
            names = "--deciders",
            defaultValue = "${env:DECIDERS:-" + Option.NULL_VALUE + "}",
            description = "Threads that decide, each with a connection to Redis and a share of the sales; none: one for"
                    + " each core. [1..64]")
    Integer deciders;

    @Option(
            names = "--sales-max",
            defaultValue = "${env:SALES_MAX:-10000}",
            description = "Sales in memory, half of it for such as exist; past it 503. [2..1000000]")
    int salesMax;

    @Option(
            names = "--sale-idle",
            defaultValue = "${env:SALE_IDLE:-1m}",
            description = "How long a sale stays in memory, and is looked at, when nobody asks for it. [1s..24h]")
    Duration saleIdle;

    @Option(
            names = "--queue-max",
            defaultValue = "${env:QUEUE_MAX:-10000}",
            description = "Purchases of one sale that may wait for their decision; past it 503. [1..1000000]")
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
            description =
                    "How often an idle instance looks at the sale, and at others that buyers ask for or that hold orders."
                            + " [20ms..1m]")
    Duration probe;

    SaleDecisions.Settings toSettings(Duration stopWait) {
        return new SaleDecisions.Settings(
                deciders == null ? Math.min(DECIDERS_MAX, Runtime.getRuntime().availableProcessors()) : deciders,
                salesMax,
                saleIdle,
                queueMax,
                batchMax,
                conflictRetries,
                conflictBackoff,
                decisionWait,
                soldOutRefresh,
                probe,
                stopWait);
    }
}
