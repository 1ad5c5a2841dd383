package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.model.SaleId;
import java.util.List;

/** A hundred hot sales against one, with the same buyers: an instance must not get slower because it sells more things. */
final class ManySales implements BenchCase {

    private static final int BUYERS = 256;
    private static final int SALES = 100;
    private static final int TURNS = 2;
    private static final String ONE = "one hot sale";
    private static final String MANY = SALES + " hot sales";

    private final Lab lab;
    private final AppProcess api;
    private final List<SaleId> sales = SalesOnOffer.named("hot", SALES);

    ManySales(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            lab.system().sales().put(sales);
            lab.warm(lab.load().of(sales), api); // a path of its own
        }
        lab.inTurns(TURNS, () -> measure(ONE, sales.subList(0, 1)), () -> measure(MANY, sales));
    }

    private void measure(String name, List<SaleId> hot) throws InterruptedException {
        lab.system().sales().awaitDelivered(sales);
        ProcessorTime time = ProcessorTime.of(lab, api);
        Sample sample = lab.load().of(hot).closed(BUYERS, lab.options().spanOfLoad(), api.port());
        time.note(lab, name, sample);
        lab.note(name, sample);
    }

    @Override
    public List<Target> targets() {
        return List.of(
                new Target(
                        "accepted/s over " + SALES + " hot sales ÷ one hot sale",
                        AT_LEAST,
                        0.8,
                        lab.figures()
                                .of(MANY + " per second")
                                .over(lab.figures().of(ONE + " per second"))),
                new Target(
                        "processor time of an order of " + SALES + " hot sales ÷ of one",
                        REPORTED,
                        0,
                        ProcessorTime.of(lab.figures(), MANY).over(ProcessorTime.of(lab.figures(), ONE))));
    }
}
