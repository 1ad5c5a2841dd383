package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import java.util.List;

/**
 * An open rate of twice the capacity, and what comes after it, on {@link FarRedisServer}: there the decision is the
 * bottleneck, not the processors that the load generator shares, so the refusals have what they need.
 */
final class Overload implements BenchCase {

    private static final int BUYERS = 256;
    private static final int CONNECTIONS = 2000;

    /** Longer than the queue takes to fill and to drain. */
    private static final double P99_MILLIS_MAX = 1000;

    private final Lab lab;
    private final AppProcess api;

    Overload(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
    }

    /** What makes the decision the bottleneck; for the API that this case measures. */
    static String[] apiArguments() {
        return new String[] {"--batch-max=10", "--queue-max=500"};
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            lab.load()
                    .open(
                            closed().okPerSecond() * 2,
                            CONNECTIONS,
                            lab.options().spanOfLoad(),
                            api.port()); // to warm up
        }
        Sample before = closed();
        lab.note("before the overload", before);
        lab.system().awaitDelivered();
        double asked = before.okPerSecond() * 2;
        Sample during = lab.load().open(asked, CONNECTIONS, lab.options().spanOfLoad(), api.port());
        lab.note("twice the capacity", during);
        lab.note("twice the capacity, sent in a hundred asked", 100 * during.requests() / during.seconds() / asked);
        lab.note("twice the capacity, refused in a hundred", 100.0 * during.refused() / during.requests());
        // At once: neither a wait for what is under way nor a ramp-up.
        lab.note(
                "after the overload",
                lab.load().withoutRampUp().closed(BUYERS, lab.options().spanOfLoad(), api.port()));
    }

    private Sample closed() throws InterruptedException {
        lab.system().awaitDelivered();
        return lab.load().closed(BUYERS, lab.options().spanOfLoad(), api.port());
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        Series before = figures.of("before the overload per second");
        return List.of(
                new Target(
                        "requests sent of those asked at twice the capacity, %",
                        AT_LEAST, 95, figures.of("twice the capacity, sent in a hundred asked")),
                new Target(
                        "accepted/s at twice the capacity ÷ capacity, Redis 5 ms away",
                        AT_LEAST,
                        0.9,
                        figures.of("twice the capacity per second").over(before)),
                new Target(
                        "p99 ms of all replies at twice the capacity",
                        AT_MOST,
                        P99_MILLIS_MAX,
                        figures.of("twice the capacity p99 ms")),
                new Target(
                        "refused at twice the capacity, %",
                        REPORTED, 0, figures.of("twice the capacity, refused in a hundred")),
                new Target(
                        "accepted/s right after the overload ÷ before",
                        AT_LEAST,
                        0.9,
                        figures.of("after the overload per second").over(before)));
    }
}
