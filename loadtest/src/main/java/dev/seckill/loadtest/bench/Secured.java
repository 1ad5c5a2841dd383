package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import java.util.List;

/** Everything secured, connections of buyers included, against the same load on servers that let in everybody. */
final class Secured implements BenchCase {

    private static final int BUYERS = 256;
    private static final int TURNS = 2;
    private static final String OPEN = "accepted, nothing secured";
    private static final String SECURED = "accepted, everything secured";

    private final Lab lab;
    private final AppProcess api;
    private final Lab securedLab;
    private final AppProcess securedApi;

    /** @param api on the servers that let in everybody */
    Secured(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
        this.securedLab = lab.secured();
        this.securedApi = securedLab.system().api("secured");
    }

    @Override
    public void round(int round) throws InterruptedException {
        if (round == 0) {
            securedLab.warm(securedApi);
        }
        lab.inTurns(TURNS, () -> measure(lab, api, OPEN), () -> measure(securedLab, securedApi, SECURED));
    }

    private static void measure(Lab lab, AppProcess api, String name) throws InterruptedException {
        lab.system().awaitDelivered();
        ProcessorTime time = ProcessorTime.of(lab, api);
        Sample sample = lab.load().closed(BUYERS, lab.options().spanOfLoad(), api.port());
        time.note(lab, name, sample);
        lab.note(name, sample);
    }

    @Override
    public List<Target> targets() {
        Series secured = lab.figures().of(SECURED + " per second");
        Series open = lab.figures().of(OPEN + " per second");
        return List.of(
                new Target("accepted/s with everything secured ÷ with nothing", AT_LEAST, 0.8, secured.over(open)),
                new Target(
                        "processor time of an order with everything secured ÷ with nothing",
                        REPORTED,
                        0,
                        ProcessorTime.of(lab.figures(), SECURED).over(ProcessorTime.of(lab.figures(), OPEN))));
    }
}
