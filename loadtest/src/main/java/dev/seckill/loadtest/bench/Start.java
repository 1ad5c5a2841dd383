package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A start of the API as the launchers do it: how long until it listens and until it is ready, and right then the model
 * burst, 2000 buyers in 5 seconds for 100 units.
 */
final class Start implements BenchCase {

    private static final long STOCK = 100;
    private static final double BUYERS_PER_SECOND = 400;
    private static final Duration BURST = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 2000;
    private static final Duration WAIT = Duration.ofMinutes(2);
    private static final double READY_SECONDS = 5;

    /** From this Java on the class archive holds profiles of methods too, so more is asked of the burst. */
    private static final int JAVA_WITH_PROFILES = 25;

    private static final double P99_MILLIS = 40;
    private static final double P99_MILLIS_WITH_PROFILES = 15;
    private static final String LISTENING = "start to listening, s";
    private static final String READY = "start to ready, s";
    private static final String BURST_NAME = "burst right after the start";

    private final Lab lab;
    private int starts;

    Start(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            start(); // makes the topic, and the load generator's own JVM warm
        }
        Timed timed = start();
        lab.note(LISTENING, timed.listeningSeconds);
        lab.note(READY, timed.readySeconds);
        lab.note(BURST_NAME, timed.burst);
    }

    private record Timed(double listeningSeconds, double readySeconds, Sample burst) {}

    private Timed start() throws InterruptedException {
        lab.system().awaitDelivered();
        lab.system().putOnSale(STOCK);
        long begin = System.nanoTime();
        AppProcess api = lab.system().launchApi("start-" + ++starts, "--topic=BENCH_START");
        try {
            api.awaitHttp("/health/live", WAIT);
            double listening = secondsSince(begin);
            api.awaitHttp("/health/ready", WAIT);
            double ready = secondsSince(begin);
            return new Timed(
                    listening,
                    ready,
                    lab.load().withoutRampUp().open(BUYERS_PER_SECOND, CONNECTIONS, BURST, api.port()));
        } finally {
            api.stop();
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    @Override
    public List<Target> targets() {
        double p99 = Runtime.version().feature() >= JAVA_WITH_PROFILES ? P99_MILLIS_WITH_PROFILES : P99_MILLIS;
        return List.of(
                new Target("seconds from the start of the API until it listens", REPORTED, 0, figure(LISTENING)),
                new Target("seconds until it is ready", AT_MOST, READY_SECONDS, figure(READY)),
                new Target("p99 ms of the model burst right then", AT_MOST, p99, figure(BURST_NAME + " p99 ms")));
    }

    private Series figure(String name) {
        return lab.figures().of(name);
    }
}
