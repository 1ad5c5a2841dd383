package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
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
    private static final int TURNS = 2;

    private static final String API = "2000 new connections in a second";
    private static final String EMPTY = "the same at the empty handler";
    private static final String PER_SECOND = ", answered per second";
    private static final String P50 = ", p50 ms from connecting to the reply";
    private static final String P99 = ", p99 ms from connecting to the reply";
    private static final String LONGEST = ", longest ms from connecting to the reply";
    private static final String SLOW = ", connections that took a second or more";
    private static final String SYNS = ", SYNs repeated on the machine";
    private static final String OVERFLOWS = ", connections that found a queue full on the machine";
    private static final String DROPS = ", connections that a listener lost on the machine";

    private final Lab lab;
    private final AppProcess api;
    private final AppProcess empty;

    Gate(Lab lab, AppProcess api, AppProcess empty) {
        this.lab = lab;
        this.api = api;
        this.empty = empty;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) { // to warm up, all sides
            arrive(api);
            arrive(empty);
        }
        lab.inTurns(TURNS, () -> measure(API, api), () -> measure(EMPTY, empty));
    }

    private void measure(String name, AppProcess program) throws InterruptedException {
        TcpCounters before = TcpCounters.now();
        Arrivals.Seen seen = arrive(program);
        TcpCounters counted = TcpCounters.now().since(before);
        lab.count(seen.sample());
        lab.note(name + PER_SECOND, seen.sample().okPerSecond());
        lab.note(name + P50, seen.sample().millisAt(50));
        lab.note(name + P99, seen.sample().millisAt(99));
        lab.note(name + LONGEST, seen.sample().millisAt(100));
        lab.note(name + SLOW, seen.slowConnects());
        lab.note(name + SYNS, counted.repeatedSyns());
        lab.note(name + OVERFLOWS, counted.overflows());
        lab.note(name + DROPS, counted.drops());
    }

    private Arrivals.Seen arrive(AppProcess program) throws InterruptedException {
        lab.system().awaitDelivered();
        return Arrivals.at(program.port(), BUYERS, WITHIN);
    }

    @Override
    public List<Target> targets() {
        return List.of(
                new Target("answered/s, 2000 new connections in a second", REPORTED, 0, of(PER_SECOND)),
                new Target("p50 ms from connecting to the reply", REPORTED, 0, of(P50)),
                new Target("p99 ms from connecting to the reply", AT_MOST, P99_MILLIS_MAX, of(P99)),
                new Target("longest ms from connecting to the reply", REPORTED, 0, of(LONGEST)),
                new Target("p50 from connecting to the reply ÷ empty handler", REPORTED, 0, overEmpty(P50)),
                new Target("p99 from connecting to the reply ÷ empty handler", REPORTED, 0, overEmpty(P99)),
                none("connections that took a second or more", SLOW),
                none("SYNs repeated meanwhile, all of the machine", SYNS),
                none("connections that found a queue full, all of the machine", OVERFLOWS),
                none("connections that a listener lost, all of the machine", DROPS));
    }

    private Series of(String what) {
        return lab.figures().of(API + what);
    }

    private Series overEmpty(String what) {
        return of(what).over(lab.figures().of(EMPTY + what));
    }

    /** One in any turn is one too many, and no median shows it. */
    private Target none(String what, String counted) {
        Series largest = new Series();
        largest.add(of(counted).max());
        return new Target(what, AT_MOST, 0, largest);
    }
}
