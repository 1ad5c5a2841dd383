package dev.seckill.consumer.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The consumer's loop and its place in the group. */
final class LoopOptions {

    @Option(
            names = "--fetch-max-bytes",
            defaultValue = "${env:FETCH_MAX_BYTES:-4194304}",
            description = "Most that one fetch brings, a 32nd of it from each partition. [65536..67108864 bytes]")
    int fetchMaxBytes;

    @Option(
            names = "--poll-wait",
            defaultValue = "${env:POLL_WAIT:-500ms}",
            description = "Longest wait for messages in one poll, and between two while a batch is being stored."
                    + " [10ms..10s]")
    Duration pollWait;

    @Option(
            names = "--commit-wait",
            defaultValue = "${env:COMMIT_WAIT:-5s}",
            description = "Longest wait for a commit of offsets. [100ms..1m]")
    Duration commitWait;

    @Option(
            names = "--session-timeout",
            defaultValue = "${env:SESSION_TIMEOUT:-45s}",
            description = "Silence after which the group gives the partitions of a consumer to others. [6s..5m]")
    Duration sessionTimeout;

    @Option(
            names = "--poll-interval",
            defaultValue = "${env:POLL_INTERVAL:-1m}",
            description = "Time between two polls after which the group does the same; bound on one regrouping."
                    + " [30s..30m]")
    Duration pollInterval;

    @Option(
            names = "--retry-min",
            defaultValue = "${env:RETRY_MIN:-200ms}",
            description = "First wait between attempts while a part is away. [10ms..10s]")
    Duration retryMin;

    @Option(
            names = "--retry-max",
            defaultValue = "${env:RETRY_MAX:-5s}",
            description = "Longest wait between attempts; each doubles up to it. [20ms..5m]")
    Duration retryMax;

    @Option(
            names = "--stalled-after",
            defaultValue = "${env:STALLED_AFTER:-2m}",
            description = "Time without a turn of the loop after which the program is not live. [1s..30m]")
    Duration stalledAfter;

    @Option(
            names = "--shutdown-wait",
            defaultValue = "${env:SHUTDOWN_WAIT:-25s}",
            description = "Longest wait from SIGTERM, or from the end of the drain, to the end; what is not committed"
                    + " then comes again. [1s..5m]")
    Duration shutdownWait;

    @Option(
            names = "--drain",
            defaultValue = "${env:CONSUMER_DRAIN:-0s}",
            description =
                    "How long orders are stored and reads are answered after SIGTERM, while /health/ready says 503;"
                            + " longer than a balancer needs to notice, and than a read takes. [0s..2m]")
    Duration drain;

    /** The group must hear of this member again within a whole interval, and a commit follows the wait. */
    Duration revokeWait() {
        return pollInterval.dividedBy(2).minus(commitWait);
    }

    /** Whether a commit leaves the time for that; true also if either could not be read. */
    boolean leavesTimeToRegroup() {
        return commitWait == null
                || pollInterval == null
                || commitWait.multipliedBy(4).compareTo(pollInterval) < 0;
    }
}
