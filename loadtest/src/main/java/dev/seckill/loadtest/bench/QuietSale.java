package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A quiet sale beside a hot one that is asked for twice what it can sell, against the same quiet sale alone. On {@link
 * FarRedisServer}, whose one decision thread the two share: there the decisions are the bottleneck, and not the processors,
 * which the load shares.
 */
final class QuietSale implements BenchCase {

    private static final int BUYERS = 256;
    private static final int HOT_CONNECTIONS = 2000;
    private static final int QUIET_CONNECTIONS = 100;
    private static final double QUIET_PER_SECOND = 50;

    /** So few come that their p99 needs a longer time than that of a crowd. */
    private static final int SPANS = 3;

    /** Of the hot sale before and after the quiet one is measured. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final String ALONE = "quiet sale alone";
    private static final String BESIDE = "quiet sale beside a hot one";

    private final Lab lab;
    private final AppProcess api;
    private final List<SaleId> hot = List.of(new SaleId("hot-neighbour"));
    private final List<SaleId> quiet = List.of(new SaleId("quiet"));

    QuietSale(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
    }

    /** What makes the decision the bottleneck; for the API that this case measures. */
    static String[] apiArguments() {
        return Overload.apiArguments();
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            lab.system().sales().put(hot);
            lab.system().sales().put(quiet);
            lab.warm(lab.load().of(hot), api);
            quiet();
        }
        lab.thereAndBack(() -> lab.note(ALONE, quiet()), this::besideAHotOne);
    }

    private Sample quiet() throws InterruptedException {
        lab.system().sales().awaitDelivered(quiet);
        return lab.load().withoutRampUp().of(quiet).open(QUIET_PER_SECOND, QUIET_CONNECTIONS, quietSpan(), api.port());
    }

    private Duration quietSpan() {
        return lab.options().spanOfLoad().multipliedBy(SPANS);
    }

    private void besideAHotOne() throws InterruptedException {
        LoadGenerator crowd = lab.load().of(hot);
        lab.system().sales().awaitDelivered(hot);
        double asked =
                2 * crowd.closed(BUYERS, lab.options().spanOfLoad(), api.port()).okPerSecond();
        lab.system().sales().awaitDelivered(hot);
        ExecutorService neighbour = Executors.newSingleThreadExecutor();
        try {
            Duration longer = quietSpan().plus(MARGIN.multipliedBy(2));
            Future<Sample> overload =
                    neighbour.submit(() -> crowd.withoutRampUp().open(asked, HOT_CONNECTIONS, longer, api.port()));
            Thread.sleep(MARGIN.toMillis()); // the hot sale's queue fills meanwhile
            lab.note(BESIDE, quiet());
            lab.count(overload.get());
            lab.note(
                    "hot sale, refused in a hundred",
                    100.0 * overload.get().refused() / overload.get().requests());
        } catch (ExecutionException e) {
            throw new IllegalStateException("bench - the hot sale failed", e.getCause());
        } finally {
            neighbour.shutdownNow();
        }
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        return List.of(
                new Target(
                        "p99 of a quiet sale beside one asked for twice its capacity ÷ alone",
                        AT_MOST,
                        3,
                        figures.of(BESIDE + " p99 ms").over(figures.of(ALONE + " p99 ms"))),
                new Target(
                        "refused meanwhile by the hot sale, %",
                        REPORTED, 0, figures.of("hot sale, refused in a hundred")));
    }
}
