package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import java.util.List;

/**
 * An open rate of half the capacity. Buyers come when they come, so the response times are free of coordinated omission:
 * a reply that is late does not keep the next buyer from asking.
 */
final class OpenRate implements BenchCase {

    private static final int BUYERS = 256;
    private static final int CONNECTIONS = 4000;

    private final Lab lab;
    private final AppProcess api;

    OpenRate(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
    }

    @Override
    public void round(int round) throws InterruptedException {
        lab.system().awaitDelivered();
        double capacity = lab.load()
                .closed(BUYERS, lab.options().spanOfLoad(), api.port())
                .okPerSecond();
        lab.system().awaitDelivered();
        double rate = capacity / 2;
        lab.figures().of("half the capacity, asked per second").add(rate);
        lab.note(
                "half the capacity",
                lab.load().open(rate, CONNECTIONS, lab.options().spanOfLoad(), api.port()));
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        return List.of(
                new Target(
                        "accepted/s ÷ asked/s, open rate of half the capacity",
                        AT_LEAST,
                        0.99,
                        figures.of("half the capacity per second")
                                .over(figures.of("half the capacity, asked per second"))),
                new Target("p50 ms at half the capacity", REPORTED, 0, figures.of("half the capacity p50 ms")),
                new Target("p95 ms at half the capacity", REPORTED, 0, figures.of("half the capacity p95 ms")),
                new Target("p99 ms at half the capacity", REPORTED, 0, figures.of("half the capacity p99 ms")));
    }
}
