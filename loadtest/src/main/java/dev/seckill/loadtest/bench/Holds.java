package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.List;

/** A sale that holds what it accepts against one that sells it at once. */
final class Holds implements BenchCase {

    private static final int BUYERS = 256;
    private static final int TURNS = 2;
    private static final String HELD = "accepted with holdFor";
    private static final String SOLD = "accepted without holdFor";

    private final Lab lab;
    private final HoldingApi api;

    Holds(Lab lab, HoldingApi api) {
        this.lab = lab;
        this.api = api;
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            lab.warm(lab.load().of(List.of(api.put(Duration.ZERO))), api.process);
            buy(api.put(HoldingApi.LONG)); // the rest of the way is the same
        }
        lab.inTurns(TURNS, () -> measure(HELD, HoldingApi.LONG), () -> measure(SOLD, Duration.ZERO));
    }

    private void measure(String name, Duration holdFor) throws InterruptedException {
        SaleId sale = api.put(holdFor);
        ProcessorTime time = ProcessorTime.of(lab, api.process);
        Sample sample = buy(sale);
        time.note(lab, name, sample);
        lab.note(name, sample);
    }

    private Sample buy(SaleId sale) throws InterruptedException {
        Sample sample =
                lab.load().of(List.of(sale)).closed(BUYERS, lab.options().spanOfLoad(), api.process.port());
        lab.system().sales().awaitDelivered(List.of(sale));
        return sample;
    }

    @Override
    public List<Target> targets() {
        return List.of(
                new Target(
                        "accepted/s with holdFor ÷ without",
                        AT_LEAST,
                        0.85,
                        lab.figures()
                                .of(HELD + " per second")
                                .over(lab.figures().of(SOLD + " per second"))),
                new Target(
                        "processor time of an order with holdFor ÷ without",
                        REPORTED,
                        0,
                        ProcessorTime.of(lab.figures(), HELD).over(ProcessorTime.of(lab.figures(), SOLD))));
    }
}
