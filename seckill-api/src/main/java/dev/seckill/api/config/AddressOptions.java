package dev.seckill.api.config;

import dev.seckill.model.settings.Problems;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where the two servers listen: the shop for buyers, and apart from it health and metrics. */
final class AddressOptions {

    /** Addresses that stand for all of the machine. */
    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]");

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
            names = "--metrics-sales",
            defaultValue = "${env:METRICS_SALES:-50}",
            description = "Sales in memory of which the metrics tell one by one, those with the most requests first; of"
                    + " the others they tell together. [0..1000]")
    int metricsSales;

    void check(Problems problems) {
        if (port != 0 && port == adminPort && hostsOverlap()) {
            problems.add("--admin-port (ADMIN_PORT): " + adminPort
                    + " must not be the same as --port (PORT) unless --host and --admin-host are different addresses");
        }
    }

    /** As they are written: a name that resolves to the same address is found when the server is to listen there. */
    private boolean hostsOverlap() {
        return host.equalsIgnoreCase(adminHost) || ANY.contains(host) || ANY.contains(adminHost);
    }
}
