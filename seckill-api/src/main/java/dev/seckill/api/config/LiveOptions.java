package dev.seckill.api.config;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How those are told who watch sales. */
final class LiveOptions {

    @Option(
            names = "--live-every",
            defaultValue = "${env:LIVE_EVERY:-250ms}",
            description = "How often viewers of a sale are told what has changed, and other instances what was counted"
                    + " here; so long, all who open a page of a sale share a look at it. [50ms..10s]")
    Duration every;

    @Option(
            names = "--live-viewers-max",
            defaultValue = "${env:LIVE_VIEWERS_MAX:-1000}",
            description =
                    "Viewers of sales at once, each with a connection; a tenth as many operators and shops, one at"
                            + " least, may watch /api/live; past it 503. [1..100000]")
    int viewersMax;

    @Option(
            names = "--live-viewers-per-address",
            defaultValue = "${env:LIVE_VIEWERS_PER_ADDRESS:-100}",
            description = "Viewers of sales at once from one address, as --rate-per-address counts them; past it 503."
                    + " [1..100000]")
    int viewersPerAddress;

    @Option(
            names = "--live-sales-max",
            defaultValue = "${env:LIVE_SALES_MAX:-100}",
            description = "Sales of which /api/live tells; of the others it tells how many there are. [1..1000]")
    int salesMax;

    @Option(
            names = "--live-write-wait",
            defaultValue = "${env:LIVE_WRITE_WAIT:-10s}",
            description = "How long a viewer's connection may take to take a message; past it the viewer is dropped."
                    + " [100ms..1m]")
    Duration writeWait;

    @Option(
            names = "--figures-every",
            defaultValue = "${env:FIGURES_EVERY:-1s}",
            description = "How often the order book is asked for its figures while somebody watches /api/live."
                    + " [100ms..1m]")
    Duration figuresEvery;

    LiveSettings toSettings() {
        return new LiveSettings(every, viewersMax, viewersPerAddress, salesMax, writeWait, figuresEvery);
    }
}
