package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.AppProcess;
import java.time.Duration;
import java.util.List;

/**
 * A crowd at the gate: 2000 buyers within one second, each with a new connection, each buying once. Every real crowd comes
 * so; the other cases measure what comes after the gate.
 */
final class Gate implements BenchCase {

    private static final int BUYERS = 2000;
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final double P99_MILLIS_MAX = 100;
    private static final int TURNS = 3;

    private static final String NAME = "2000 new connections in a second";
    private static final String PER_SECOND = NAME + ", answered per second";
    private static final String P50 = NAME + ", p50 ms from connecting to the reply";
    private static final String P99 = NAME + ", p99 ms from connecting to the reply";
    private static final String SLOW = NAME + ", connections that took a second or more";
    private static final String SYNS = NAME + ", SYNs that were repeated on the machine";
    private static final String OVERFLOWS = NAME + ", connections that found a queue full on the machine";

    private final Lab lab;
    private final AppProcess api;

    Gate(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            arrive(); // to warm up, both sides
        }
        for (int turn = 0; turn < TURNS; turn++) {
            TcpCounters before = TcpCounters.now();
            Arrivals.Seen seen = arrive();
            TcpCounters counted = TcpCounters.now().since(before);
            lab.count(seen.sample());
            lab.note(PER_SECOND, seen.sample().okPerSecond());
            lab.note(P50, seen.sample().millisAt(50));
            lab.note(P99, seen.sample().millisAt(99));
            lab.note(SLOW, seen.slowConnects());
            lab.note(SYNS, counted.repeatedSyns());
            lab.note(OVERFLOWS, counted.overflows());
        }
    }

    private Arrivals.Seen arrive() throws InterruptedException {
        lab.system().awaitDelivered();
        return Arrivals.at(api.port(), BUYERS, WITHIN);
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        return List.of(
                new Target("answered/s, 2000 new connections in a second", REPORTED, 0, figures.of(PER_SECOND)),
                new Target("p50 ms from connecting to the reply", REPORTED, 0, figures.of(P50)),
                new Target("p99 ms from connecting to the reply", AT_MOST, P99_MILLIS_MAX, figures.of(P99)),
                new Target("connections that took a second or more", AT_MOST, 0, largest(figures.of(SLOW))),
                new Target("SYNs repeated meanwhile, all of the machine", AT_MOST, 0, largest(figures.of(SYNS))),
                new Target(
                        "connections that found a queue full, all of the machine",
                        AT_MOST,
                        0,
                        largest(figures.of(OVERFLOWS))));
    }

    /** One in any turn is one too many, and no median shows it. */
    private static Series largest(Series series) {
        Series largest = new Series();
        largest.add(series.max());
        return largest;
    }
}
