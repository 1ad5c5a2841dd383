package dev.seckill.api.config;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How much a start practises. */
final class PracticeOptions {

    @Option(
            names = "--warm-up",
            defaultValue = "${env:WARM_UP:-3000}",
            description = "Practice purchases of sales inside the process, while the API sells already and before it is"
                    + " ready; 0: none. [0..1000000]")
    int warmUp;

    @Option(
            names = "--warm-up-wait",
            defaultValue = "${env:WARM_UP_WAIT:-3500ms}",
            description = "Longest time for the practice. Opening and closing the practice sales comes on top, and a"
                    + " fifth of it for receipts where they are given; after twice that time no more sales are opened."
                    + " [100ms..5m]")
    Duration warmUpWait;

    ApiConfig.Practice toSettings() {
        return new ApiConfig.Practice(warmUp, warmUpWait);
    }
}
