package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;

import dev.seckill.infra.app.AppProcess;
import java.util.List;

/** Replies when everything is sold, against an empty handler. */
final class SoldOut implements BenchCase {

    private static final int BUYERS = 256;

    /** Single ratios lay between 0.7 and 1.7, and their median near the target. */
    private static final int TURNS = 4;

    private final Lab lab;
    private final AppProcess api;
    private final AppProcess empty;

    SoldOut(Lab lab, AppProcess api, AppProcess empty) {
        this.lab = lab;
        this.api = api;
        this.empty = empty;
    }

    @Override
    public void round(int round) throws InterruptedException {
        lab.system().awaitDelivered();
        lab.system().putOnSale(0, api);
        if (round == 0) {
            lab.warm(api); // a path of its own
        }
        lab.inTurns(TURNS, () -> measure("sold out", api), () -> measure("empty handler beside sold out", empty));
        lab.system().putOnSale(BenchSystem.PLENTY, api);
    }

    private void measure(String name, AppProcess program) {
        lab.note(name, lab.load().closed(BUYERS, lab.options().spanOfLoad(), program.port()));
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(
                "sold-out replies/s ÷ empty handler",
                AT_LEAST,
                0.9,
                lab.figures()
                        .of("sold out per second")
                        .over(lab.figures().of("empty handler beside sold out per second"))));
    }
}
