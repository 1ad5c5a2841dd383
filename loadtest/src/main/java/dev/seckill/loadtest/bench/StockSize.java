package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;

import dev.seckill.infra.app.AppProcess;
import java.time.Duration;
import java.util.List;

/** A stock of 100 thousand against one of 10 million: what is sold must not depend on what there is. */
final class StockSize implements BenchCase {

    private static final int BUYERS = 256;
    private static final long SMALL = 100_000;
    private static final long LARGE = 10_000_000;

    /** So short that the small stock lasts, ramp-up included, up to 50,000 a second. */
    private static final Duration SPAN = Duration.ofMillis(1500);

    /** Single ratios of so short a span lay between 0.5 and 1.6, and the target leaves a tenth on either side. */
    private static final int TURNS = 5;

    private final Lab lab;
    private final AppProcess api;

    StockSize(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
    }

    @Override
    public void round(int round) throws InterruptedException {
        lab.inTurns(TURNS, () -> measure(SMALL), () -> measure(LARGE));
        lab.system().putOnSale(BenchSystem.PLENTY, api);
    }

    private void measure(long stock) throws InterruptedException {
        lab.system().awaitDelivered();
        lab.system().putOnSale(stock, api);
        lab.note("stock of " + stock, lab.load().closed(BUYERS, SPAN, api.port()));
        lab.system().requireLeft(api); // a sold-out reply would have counted as an accepted purchase
    }

    @Override
    public List<Target> targets() {
        Series ratio = lab.figures()
                .of("stock of " + SMALL + " per second")
                .over(lab.figures().of("stock of " + LARGE + " per second"));
        return List.of(
                new Target("accepted/s with a stock of 100 thousand ÷ 10 million", AT_LEAST, 0.9, ratio),
                new Target("the same, not more either", AT_MOST, 1.1, ratio));
    }
}
