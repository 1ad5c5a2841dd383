package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;

import dev.seckill.infra.app.AppProcess;
import java.util.List;

/** Two API instances on one counter against one, with the same number of connections in all. */
final class TwoInstances implements BenchCase {

    private static final int BUYERS = 256;
    private static final int TURNS = 2;
    private static final String TRIED = "seckill_transactions_tried_total";
    private static final String CONFLICTED = "seckill_transactions_conflicted_total";

    private final Lab lab;
    private final AppProcess one;
    private final AppProcess other;

    TwoInstances(Lab lab, AppProcess one, AppProcess other) {
        this.lab = lab;
        this.one = one;
        this.other = other;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            lab.warm(lab.load(), one, other);
        }
        lab.inTurns(TURNS, this::single, this::pair);
    }

    private void single() throws InterruptedException {
        lab.system().awaitDelivered();
        lab.note("one instance", lab.load().closed(BUYERS, lab.options().spanOfLoad(), one.port()));
    }

    private void pair() throws InterruptedException {
        lab.system().awaitDelivered();
        List<Scrape> before = List.of(Scrape.of(one.adminUrl()), Scrape.of(other.adminUrl()));
        lab.note("two instances", lab.load().closed(BUYERS, lab.options().spanOfLoad(), one.port(), other.port()));
        List<Scrape> after = List.of(Scrape.of(one.adminUrl()), Scrape.of(other.adminUrl()));
        lab.note(
                "conflicts in a hundred transactions",
                100 * sum(before, after, CONFLICTED) / sum(before, after, TRIED));
    }

    private static double sum(List<Scrape> before, List<Scrape> after, String name) {
        return after.get(0).since(before.get(0), name) + after.get(1).since(before.get(1), name);
    }

    @Override
    public List<Target> targets() {
        return List.of(
                new Target(
                        "two instances on one counter ÷ one",
                        AT_LEAST,
                        0.95,
                        lab.figures()
                                .of("two instances per second")
                                .over(lab.figures().of("one instance per second"))),
                new Target(
                        "conflicts of two instances, % of transactions",
                        AT_MOST, 10, lab.figures().of("conflicts in a hundred transactions")));
    }
}
