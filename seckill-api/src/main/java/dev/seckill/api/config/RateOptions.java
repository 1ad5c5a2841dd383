package dev.seckill.api.config;

import picocli.CommandLine.Option;

/** How often one buyer, and one address, may ask. */
final class RateOptions {

    @Option(
            names = "--rate-per-buyer",
            defaultValue = "${env:RATE_PER_BUYER:-" + Option.NULL_VALUE + "}",
            converter = Rate.Converter.class,
            description = "Purchases that one buyer may ask for, as requests/time: 20/1s is 20 at once, and 20 a second"
                    + " on average; 1 to 1000000 per 100ms to 24h; past it 429; none: as many as they like.")
    Rate perBuyer;

    @Option(
            names = "--rate-per-address",
            defaultValue = "${env:RATE_PER_ADDRESS:-" + Option.NULL_VALUE + "}",
            converter = Rate.Converter.class,
            description =
                    "The same for all purchases from one address, those of the model routes included; the addresses"
                            + " of an IPv6 network /64 are one.")
    Rate perAddress;

    @Option(
            names = "--rate-table-max",
            defaultValue = "${env:RATE_TABLE_MAX:-20000}",
            description = "Buyers, and addresses, that are remembered for that; past it one that used least is"
                    + " forgotten. [64..1000000]")
    int tableMax;

    @Option(
            names = "--proxies",
            defaultValue = "${env:PROXIES:-0}",
            description = "Proxies in front of the API: a client's address is that many from the right in"
                    + " X-Forwarded-For; 0: the address that is connected. [0..10]")
    int proxies;

    Rates toSettings() {
        return new Rates(perBuyer, perAddress, tableMax, proxies);
    }
}
