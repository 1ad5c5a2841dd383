package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.model.SaleId;
import java.util.List;

/**
 * Polite buyers, who come now and then, beside one who asks more often than all of them together: the times of the polite
 * ones against their times without that one, on an API that has a rate for each buyer and on one that has none.
 */
final class Hammer implements BenchCase {

    /** Far below what the hammerer asks, and far above what one of the others does. */
    static final String RATE = "--rate-per-buyer=10/1s";

    private static final List<SaleId> DEFAULT = List.of(SaleId.DEFAULT);
    private static final int BUYERS = 256;
    private static final int CONNECTIONS = 4000;
    /** Of the capacity: together with the hammerer more than there is, if each request cost as much as a purchase. */
    private static final double POLITE = 0.25;

    private static final double HAMMERING = 1;

    private final Lab lab;
    private final AppProcess open;
    private final AppProcess rated;

    /**
     * @param open lets everybody ask
     * @param rated was started with {@link #RATE}
     */
    Hammer(Lab lab, AppProcess open, AppProcess rated) {
        this.lab = lab;
        this.open = open;
        this.rated = rated;
    }

    @Override
    public void round(int round) throws InterruptedException {
        lab.system().awaitDelivered();
        double capacity = lab.load()
                .of(DEFAULT)
                .closed(BUYERS, lab.options().spanOfLoad(), rated.port())
                .okPerSecond();
        lab.thereAndBack(
                () -> measure("polite buyers alone", 0, capacity, rated),
                () -> measure("polite buyers beside a hammerer", HAMMERING, capacity, rated));
        lab.thereAndBack(
                () -> measure("polite buyers alone, no rate", 0, capacity, open),
                () -> measure("polite buyers beside a hammerer, no rate", HAMMERING, capacity, open));
    }

    private void measure(String name, double hammering, double capacity, AppProcess api) throws InterruptedException {
        lab.system().awaitDelivered();
        lab.note(
                name,
                lab.load()
                        .of(DEFAULT)
                        .besideHammerer(hammering * capacity)
                        .open(POLITE * capacity, CONNECTIONS, lab.options().spanOfLoad(), api.port()));
    }

    @Override
    public List<Target> targets() {
        return List.of(
                new Target("p99 of polite buyers, beside a hammerer ÷ alone", AT_MOST, 2, ratio("")),
                new Target("the same without --rate-per-buyer", REPORTED, 0, ratio(", no rate")));
    }

    private Series ratio(String which) {
        Figures figures = lab.figures();
        return figures.of("polite buyers beside a hammerer" + which + " p99 ms")
                .over(figures.of("polite buyers alone" + which + " p99 ms"));
    }
}
