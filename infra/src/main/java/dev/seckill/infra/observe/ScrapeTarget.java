package dev.seckill.infra.observe;

import java.util.Objects;

/**
 * What Prometheus reads figures from, at {@code /metrics}.
 *
 * @param job the kind of program, {@code seckill-api} or {@code order-consumer}
 * @param address host:port
 * @param instance how the series name it
 */
public record ScrapeTarget(String job, String address, String instance) {

    /** Checks that nothing is missing. */
    public ScrapeTarget {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(instance, "instance");
    }
}
