package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.AppProcess;
import java.time.Duration;
import java.util.List;

/** The model burst, 2000 buyers in 5 seconds for 100 units, on an API just started and on the same one warmed up. */
final class ColdStart implements BenchCase {

    private static final long STOCK = 100;
    private static final double BUYERS_PER_SECOND = 400;
    private static final Duration BURST = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 2000;
    private static final String TOPIC = "BENCH_COLD";

    private final Lab lab;

    ColdStart(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void round(int round) throws InterruptedException {
        lab.system().putOnSale(BenchSystem.PLENTY);
        // A log of its own: an API reads the whole log when it starts, and here that is all the bench has sold.
        AppProcess api = lab.system().api("cold-" + (round + 1), "--topic=" + TOPIC);
        LoadGenerator sudden = lab.load().withoutRampUp();
        try {
            lab.note("burst on a JVM just started", burst(sudden, api));
            lab.system().putOnSale(BenchSystem.PLENTY, api);
            lab.warm(api);
            lab.note("burst on the JVM warmed up", burst(sudden, api));
        } finally {
            api.stop();
            lab.system().putOnSale(BenchSystem.PLENTY);
        }
    }

    private Sample burst(LoadGenerator sudden, AppProcess api) throws InterruptedException {
        lab.system().awaitDelivered();
        lab.system().putOnSale(STOCK, api);
        return sudden.open(BUYERS_PER_SECOND, CONNECTIONS, BURST, api.port());
    }

    @Override
    public List<Target> targets() {
        Series cold = lab.figures().of("burst on a JVM just started p99 ms");
        Series warm = lab.figures().of("burst on the JVM warmed up p99 ms");
        return List.of(
                new Target("p99 of the model burst, JVM just started ÷ warmed up", AT_MOST, 3, cold.over(warm)),
                new Target("p99 ms of the model burst, JVM just started", REPORTED, 0, cold));
    }
}
