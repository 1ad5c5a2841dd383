package dev.seckill.api.config;

import java.time.Duration;
import picocli.CommandLine.Option;

/** Whom the shop's server lets in before it knows what they want. */
final class GateOptions {

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

    ApiConfig.Gate toSettings() {
        return new ApiConfig.Gate(acceptQueue, connectionsMax, headMax, headLinesMax, headWait, unfinishedHeadsMax);
    }
}
