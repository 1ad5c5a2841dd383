package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A start of the API with a thousand sales whose orders are on the log, against a start that knows of one of them with the
 * same log: until it is ready, and until it has sold one unit of each. The log is filled once, by an API, with {@code --rows}
 * orders.
 */
final class StartSales implements BenchCase {

    private static final int BUYERS = 256;
    private static final int SALES = 1000;
    private static final Duration WAIT = Duration.ofMinutes(5);
    private static final double SECONDS_MORE_MAX = 10;
    private static final String TOPIC = "--topic=BENCH_START_SALES";
    private static final String READY = "start to ready, s, ";
    private static final String SOLD = "start to the first order of each, s, ";
    private static final String ONE = "one sale";
    private static final String MANY = SALES + " sales";
    private static final String READY_LATER = "ready later with " + SALES + " sales, s";
    private static final String SOLD_LATER = "first orders later with " + SALES + " sales, s";

    private final Lab lab;
    private final List<SaleId> sales = SalesOnOffer.named("logged", SALES);
    private int starts;

    StartSales(Lab lab) {
        this.lab = lab;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            fillTheLog();
        }
        Timed one = round % 2 == 0 ? startWithOne() : null;
        Timed many = start(MANY, sales);
        one = one == null ? startWithOne() : one;
        lab.note(READY_LATER, many.readySeconds - one.readySeconds);
        lab.note(SOLD_LATER, many.soldSeconds - one.soldSeconds);
    }

    private void fillTheLog() throws InterruptedException {
        lab.system().sales().put(sales);
        AppProcess api = lab.system().api("start-sales-fill", TOPIC);
        try {
            LoadGenerator load = lab.load().of(sales);
            Scrape before = Scrape.of(api.adminUrl());
            while (Scrape.of(api.adminUrl()).since(before, Scrape.ACCEPTED) < lab.options().rows) {
                load.closed(BUYERS, lab.options().spanOfLoad(), api.port());
            }
            lab.note(
                    "start with sales, orders on the log",
                    Scrape.of(api.adminUrl()).value(Scrape.ACCEPTED));
            lab.system().sales().awaitDelivered(sales);
        } finally {
            api.stop();
        }
    }

    private Timed startWithOne() throws InterruptedException {
        lab.system().sales().hideAllBut(sales.get(0));
        try {
            return start(ONE, sales.subList(0, 1));
        } finally {
            lab.system().sales().showAll();
        }
    }

    private record Timed(double readySeconds, double soldSeconds) {}

    private Timed start(String name, List<SaleId> known) throws InterruptedException {
        long begin = System.nanoTime();
        AppProcess api = lab.system().launchApi("start-sales-" + ++starts, TOPIC);
        try {
            api.awaitHttp("/health/ready", WAIT);
            double ready = secondsSince(begin);
            lab.system().sales().buyOneOfEach(known, api);
            double sold = secondsSince(begin);
            lab.note(READY + name, ready);
            lab.note(SOLD + name, sold);
            return new Timed(ready, sold);
        } finally {
            api.stop();
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        return List.of(
                new Target(
                        "seconds that the API is ready later with " + SALES + " sales on the log",
                        AT_MOST,
                        SECONDS_MORE_MAX,
                        figures.of(READY_LATER)),
                new Target("seconds that it has sold one of each later", REPORTED, 0, figures.of(SOLD_LATER)),
                new Target("seconds until it is ready with " + SALES, REPORTED, 0, figures.of(READY + MANY)));
    }
}
