package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;

import dev.seckill.infra.app.AppProcess;
import java.util.List;

/** 2000 connections against 256 on the same API: a crowd must not make it slower. */
final class ManyConnections implements BenchCase {

    private static final int TURNS = 2;
    private static final int FEW = 256;
    private static final int MANY = 2000;

    private final Lab lab;
    private final AppProcess api;

    ManyConnections(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
    }

    @Override
    public void round(int round) throws InterruptedException {
        lab.inTurns(TURNS, () -> measure(FEW), () -> measure(MANY));
    }

    private void measure(int buyers) throws InterruptedException {
        lab.system().awaitDelivered();
        lab.note(named(buyers), lab.load().closed(buyers, lab.options().spanOfLoad(), api.port()));
    }

    private static String named(int buyers) {
        return buyers + " connections";
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target(
                "accepted/s, 2000 connections ÷ 256",
                AT_LEAST,
                0.9,
                lab.figures().of(named(MANY) + " per second").over(lab.figures().of(named(FEW) + " per second"))));
    }
}
