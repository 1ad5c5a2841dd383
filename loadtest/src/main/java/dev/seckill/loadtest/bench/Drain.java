package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.Programs;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.sql.SQLException;
import java.util.List;

/**
 * A consumer that finds a full order log, against a bare loop that writes the same rows: orders and their entries in the
 * journal. The first half of the events warms both up, the second is timed.
 */
final class Drain implements BenchCase {

    private static final String OUTAGES = "consumer_store_outages_total";

    private final Lab lab;
    private final Journal journal;
    private final String name;
    private final double least;

    /** Makes as many events of a sale. */
    private interface Journal {
        List<SaleEvent> of(SaleId sale, int count);
    }

    private Drain(Lab lab, String name, double least, Journal journal) {
        this.lab = lab;
        this.name = name;
        this.least = least;
        this.journal = journal;
    }

    /** Of orders that are sold at once. */
    static Drain ofOrders(Lab lab) {
        return new Drain(lab, "drain", 0.7, DrainEvents::sold);
    }

    /** Of orders that are held, and then confirmed or released. */
    static Drain ofHolds(Lab lab) {
        return new Drain(lab, "drain-holds", 0.6, DrainEvents::held);
    }

    @Override
    public void round(int round) throws InterruptedException {
        String group = name + "-" + (round + 1);
        List<SaleEvent> events = journal.of(new SaleId(group), lab.options().rows);
        FullLog log = FullLog.of(lab, group, events);
        if (round % 2 == 1) { // the first time, the consumer makes the tables that the loop's are like
            writeBare(events);
        }
        drain(log, group);
        if (round % 2 == 0) {
            writeBare(events);
        }
    }

    private void writeBare(List<SaleEvent> events) {
        try {
            lab.note(bareFigure(), new BareInserts(lab.system().servers()).perSecond(events, Programs.DATABASE));
        } catch (SQLException e) {
            throw new IllegalStateException("bench - the bare loop failed", e);
        }
    }

    private String bareFigure() {
        return name + ": events per second, bare loop";
    }

    private String consumerFigure() {
        return name + ": events per second, consumer";
    }

    private String memoryFigure() {
        return name + ": consumer, resident MB";
    }

    private void drain(FullLog log, String program) throws InterruptedException {
        AppProcess consumer = log.consumer(program);
        consumer.start();
        try {
            lab.note(consumerFigure(), log.drainedPerSecond(consumer));
            lab.note(memoryFigure(), ProcessUse.residentMb(consumer.pid()));
            lab.note(name + ": outages of the store", Scrape.of(consumer.url()).value(OUTAGES));
        } finally {
            consumer.stop();
        }
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        return List.of(
                new Target(
                        name + ": events/s of the consumer ÷ bare JDBC loop",
                        AT_LEAST,
                        least,
                        figures.of(consumerFigure()).over(figures.of(bareFigure()))),
                new Target(name + ": events/s of the consumer", REPORTED, 0, figures.of(consumerFigure())),
                new Target(
                        name + ": resident MB of the consumer at full drain",
                        AT_MOST,
                        300,
                        figures.of(memoryFigure())));
    }
}
