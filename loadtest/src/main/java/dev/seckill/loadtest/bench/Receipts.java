package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What receipts cost a hot sale: an API that would give them against one that has no keys, and the same API while some buyers
 * fetch theirs against while the same buyers do not. The APIs have no order book, so no receipt has a proof in it.
 */
final class Receipts implements BenchCase {

    private static final int BUYERS = 256;
    private static final int PER_SECOND = 100;

    /** There and back: the figure is a small difference. */
    private static final int TURNS = 4;

    private static final String RECEIPTS = "receipts";
    private static final String UNASKED = "accepted, no receipt is fetched";
    private static final String UNASKED_AGAIN = "accepted, no receipt is fetched, again";
    private static final String FETCHED = "accepted beside receipts";
    private static final String GIVEN = "receipts per second";
    private static final String MISSING = "receipts not given, %";

    private final Lab lab;

    Receipts(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void round(int round) throws InterruptedException {
        try (TwinApis apis = new TwinApis(lab, RECEIPTS, round, lab.system().proofs())) {
            apis.compare();
            AppProcess api = apis.other();
            // The first receipts wait until the API has read the log.
            BenchSystem.await(
                    "receipts are given",
                    () -> isGiving(beside(api, true, lab.options().spanOfLoad())));
            lab.warm(span -> beside(api, true, span), api);
            lab.inTurns(TURNS, () -> sell(UNASKED, api, false), () -> sell(UNASKED_AGAIN, api, false), () -> {
                ReceiptBuyers.Seen seen = sell(FETCHED, api, true);
                lab.note(GIVEN, seen.perSecond());
                lab.note(GIVEN + ", p99 ms", seen.millisAt(99));
                lab.note(MISSING, 100.0 * seen.missing() / seen.asked());
            });
        }
    }

    private static boolean isGiving(ReceiptBuyers.Seen seen) {
        return seen.missing() <= seen.asked() / 100;
    }

    private ReceiptBuyers.Seen sell(String name, AppProcess api, boolean isFetching) throws InterruptedException {
        lab.system().awaitDelivered();
        ProcessorTime time = ProcessorTime.of(lab, api);
        ReceiptBuyers.Seen seen = beside(api, isFetching, lab.options().spanOfLoad());
        time.note(lab, name, seen.beside());
        lab.note(name, seen.beside());
        return seen;
    }

    /** The buyers come in both cases, so that receipts are all that differs. */
    private ReceiptBuyers.Seen beside(AppProcess api, boolean isFetching, Duration span) {
        return ReceiptBuyers.beside(
                api.url(), PER_SECOND, isFetching, () -> lab.load().closed(BUYERS, span, api.port()));
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        List<Target> targets = new ArrayList<>(TwinApis.targets(figures, RECEIPTS, 0.99));
        targets.add(new Target(
                "accepted/s beside " + PER_SECOND + " receipts/s ÷ without them",
                AT_LEAST,
                0.97,
                figures.of(FETCHED + " per second").over(figures.of(UNASKED_AGAIN + " per second"))));
        targets.add(new Target(
                "accepted/s without them ÷ without them, right before",
                REPORTED,
                0,
                figures.of(UNASKED_AGAIN + " per second").over(figures.of(UNASKED + " per second"))));
        targets.add(new Target(
                "processor time per order beside them ÷ without them",
                REPORTED,
                0,
                ProcessorTime.of(figures, FETCHED).over(ProcessorTime.of(figures, UNASKED_AGAIN))));
        targets.add(new Target("receipts given per second", AT_LEAST, 0.95 * PER_SECOND, figures.of(GIVEN)));
        targets.add(new Target("ms to a receipt beside a hot sale, p99", REPORTED, 0, figures.of(GIVEN + ", p99 ms")));
        targets.add(new Target("receipts asked for and not given, %", AT_MOST, 0.1, figures.of(MISSING)));
        return targets;
    }
}
