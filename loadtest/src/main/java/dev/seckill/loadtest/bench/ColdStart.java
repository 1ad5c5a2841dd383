package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import java.time.Duration;
import java.util.List;

/** The model burst, 2000 buyers in 5 seconds for 100 units, on an API just started and on one that is warm. */
final class ColdStart implements BenchCase {

    private static final long STOCK = 100;
    private static final double BUYERS_PER_SECOND = 400;
    private static final Duration BURST = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 2000;
    private static final String TOPIC = "BENCH_COLD";

    private final Lab lab;
    private final AppProcess warm;
    private int starts;

    ColdStart(Lab lab, AppProcess warm) {
        this.lab = lab;
        this.warm = warm;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            coldBurst("burst on a JVM just started, first orders of the log");
            burst(warm); // it has seen neither so many connections nor the end of a stock, unless another case had it
        }
        lab.thereAndBack(
                () -> coldBurst("burst on a JVM just started"), () -> lab.note("burst on a warm JVM", burst(warm)));
        lab.system().putOnSale(BenchSystem.PLENTY, warm);
    }

    private void coldBurst(String name) throws InterruptedException {
        // A log of its own: an API reads the whole log when it starts, and in the shared one is all the bench has sold.
        AppProcess api = lab.system().api("cold-" + ++starts, "--topic=" + TOPIC);
        try {
            lab.note(name, burst(api));
        } finally {
            api.stop();
        }
    }

    private Sample burst(AppProcess api) throws InterruptedException {
        lab.system().awaitDelivered();
        lab.system().putOnSale(STOCK, api);
        return lab.load().withoutRampUp().open(BUYERS_PER_SECOND, CONNECTIONS, BURST, api.port());
    }

    @Override
    public List<Target> targets() {
        Series cold = lab.figures().of("burst on a JVM just started p99 ms");
        return List.of(
                new Target(
                        "p99 of the model burst, JVM just started ÷ warm",
                        AT_MOST,
                        3,
                        cold.over(lab.figures().of("burst on a warm JVM p99 ms"))),
                new Target("p99 ms of the model burst, JVM just started", REPORTED, 0, cold),
                new Target(
                        "the same where its orders are the first of the order log",
                        REPORTED,
                        0,
                        lab.figures().of("burst on a JVM just started, first orders of the log p99 ms")));
    }
}
