package dev.seckill.api.config;

import dev.seckill.api.decide.DecisionQueue;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How purchases wait for their decision, and how decisions are made. */
final class DecisionOptions {

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

    DecisionQueue.Settings toSettings(Duration stopWait) {
        return new DecisionQueue.Settings(
                queueMax, batchMax, conflictRetries, conflictBackoff, decisionWait, soldOutRefresh, probe, stopWait);
    }
}
