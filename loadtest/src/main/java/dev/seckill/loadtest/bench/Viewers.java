package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.pages.LiveViewers;
import dev.seckill.model.SaleId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A hot sale that many pages watch live, against the same sale that nobody watches. */
final class Viewers implements BenchCase {

    /** Half of what an instance takes by default. */
    private static final int VIEWERS = 500;

    /** All of them have one address here, and those of the measurement before may not be missed yet. */
    static final String[] SEATS = {"--live-viewers-per-address", String.valueOf(2 * VIEWERS)};

    private static final int BUYERS = 256;

    /** There and back: the figure is a small difference. */
    private static final int TURNS = 2;

    private static final String LIVE = "/api/sales/" + SaleId.DEFAULT + "/live";
    private static final String UNWATCHED = "accepted, nobody watches";
    private static final String WATCHED = "accepted, " + VIEWERS + " pages watch";
    private static final String SNAPSHOTS = "snapshots per second, each page";
    private static final String DROPPED = "pages dropped";

    private final Lab lab;
    private final AppProcess api;

    Viewers(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
    }

    @Override
    public void round(int round) throws InterruptedException {
        lab.inTurns(TURNS, () -> measure(UNWATCHED), this::beside);
    }

    private void measure(String name) throws InterruptedException {
        lab.system().awaitDelivered();
        lab.note(name, lab.load().closed(BUYERS, lab.options().spanOfLoad(), api.port()));
    }

    private void beside() throws InterruptedException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port());
        try (LiveViewers viewers = LiveViewers.open(server, LIVE, VIEWERS)) {
            long before = viewers.events();
            long begin = System.nanoTime();
            measure(WATCHED);
            double seconds = (System.nanoTime() - begin) / 1e9;
            lab.note(SNAPSHOTS, (viewers.events() - before) / seconds / VIEWERS);
            lab.note(DROPPED, viewers.ended());
        }
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        Series dropped = figures.of("pages dropped, all measurements");
        dropped.add(figures.of(DROPPED).sum());
        return List.of(
                new Target(
                        "accepted/s while " + VIEWERS + " pages watch the sale live ÷ without them",
                        AT_LEAST,
                        0.9,
                        figures.of(WATCHED + " per second").over(figures.of(UNWATCHED + " per second"))),
                new Target("pages dropped meanwhile", AT_MOST, 0, dropped),
                new Target("snapshots that each got in a second", REPORTED, 0, figures.of(SNAPSHOTS)));
    }
}
