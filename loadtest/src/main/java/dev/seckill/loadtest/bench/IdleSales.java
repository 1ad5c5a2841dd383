package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.List;

/** An instance that has sold one unit of each of a thousand sales and is asked nothing more, against one with a single sale. */
final class IdleSales implements BenchCase {

    static final int SALES = 1000;

    private static final Duration IDLE = Duration.ofSeconds(10);

    /** The JVM goes on compiling what it was just asked for, which has nothing to do with being idle. */
    private static final Duration REST = Duration.ofSeconds(30);

    private static final double HEAP_MB_MORE_MAX = 30;
    private static final double CORE_PERCENT_MAX = 5;
    private static final String HEAP = "idle, heap MB after a collection, ";
    private static final String CORE = "idle, % of a core, ";
    private static final String ONE = "one sale";
    private static final String MANY = SALES + " sales";
    private static final String MORE = "idle, heap MB more for " + SALES + " sales";

    private final Lab lab;

    IdleSales(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void round(int round) throws InterruptedException {
        List<SaleId> sales = SalesOnOffer.named("idle-" + (round + 1), SALES);
        SalesOnOffer onOffer = lab.system().sales();
        onOffer.put(sales);
        AppProcess api = lab.system().api("idle-" + (round + 1), "--topic=BENCH_IDLE");
        try {
            double one = measure(ONE, sales.subList(0, 1), api);
            double many = measure(MANY, sales, api);
            lab.note(MORE, many - one);
        } finally {
            api.stop();
        }
    }

    private double measure(String name, List<SaleId> sales, AppProcess api) throws InterruptedException {
        lab.system().sales().buyOneOfEach(sales, api);
        lab.system().sales().awaitDelivered(sales);
        double heap = HeapUse.liveMb(api.pid());
        Thread.sleep(REST.toMillis());
        Duration before = ProcessUse.cpu(api.pid());
        Thread.sleep(IDLE.toMillis()); // being idle is what is measured
        Duration used = ProcessUse.cpu(api.pid()).minus(before);
        lab.note(HEAP + name, heap);
        lab.note(CORE + name, 100.0 * used.toNanos() / IDLE.toNanos());
        return heap;
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        return List.of(
                new Target(
                        "heap MB that " + SALES + " open sales take in an idle instance",
                        AT_MOST,
                        HEAP_MB_MORE_MAX,
                        figures.of(MORE)),
                new Target("% of a core meanwhile", AT_MOST, CORE_PERCENT_MAX, figures.of(CORE + MANY)),
                new Target("% of a core with one sale", REPORTED, 0, figures.of(CORE + ONE)));
    }
}
