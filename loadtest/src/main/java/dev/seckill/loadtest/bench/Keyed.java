package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import java.util.List;

/** Buyers who may safely ask again, with a key and a body, against those of the other cases, who send neither. */
final class Keyed implements BenchCase {

    private static final int BUYERS = 256;

    private final Lab lab;
    private final AppProcess api;

    Keyed(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            lab.warm(lab.load().withKeys(), api); // a path of its own
        }
        lab.thereAndBack(
                () -> measure("without a key", lab.load()),
                () -> measure("with a key and a body", lab.load().withKeys()));
        lab.system().putOnSale(BenchSystem.PLENTY, api); // forgets the keys
    }

    private void measure(String name, LoadGenerator load) throws InterruptedException {
        lab.system().awaitDelivered();
        lab.note(name, load.closed(BUYERS, lab.options().spanOfLoad(), api.port()));
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(
                "accepted/s with an Idempotency-Key and a body ÷ without",
                REPORTED,
                0,
                lab.figures()
                        .of("with a key and a body per second")
                        .over(lab.figures().of("without a key per second"))));
    }
}
