package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import dev.seckill.infra.app.AppProcess;
import dev.seckill.loadtest.pages.PageContent;
import dev.seckill.loadtest.pages.PageVisits;
import dev.seckill.loadtest.pages.VisitsSeen;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The time to the page of a sale, with all its files and over a new connection, beside a hot sale and alone. */
final class FirstView implements BenchCase {

    private static final int BUYERS = 256;
    private static final int PER_SECOND = 10;

    /** So few come that their p99 needs a longer time than that of a crowd. */
    private static final int SPANS = 3;

    /** Of the hot sale before and after the page is loaded, its ramp-up included. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final String PATH = "/sales/" + SaleId.DEFAULT;
    private static final String ALONE = "first view alone";
    private static final String BESIDE = "first view beside a hot sale";

    private static final String BROKEN = ", broken";

    private final Lab lab;
    private final AppProcess api;
    private final InetSocketAddress server;

    FirstView(Lab lab, AppProcess api) {
        this.lab = lab;
        this.api = api;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), api.port());
    }

    @Override
    public void round(int round) throws InterruptedException {
        PageContent content;
        try {
            content = PageContent.read(server, PATH, SaleId.DEFAULT.value());
        } catch (IOException e) {
            throw new UncheckedIOException("bench - the page cannot be read", e);
        }
        if (round == 0) {
            lab.note("bytes of a first view", content.wireBytes());
            lab.note("requests of a first view", content.requests());
            load(content); // once, so that its classes are there
        }
        lab.system().awaitDelivered();
        note(ALONE, load(content));
        besideAHotSale(content);
    }

    private VisitsSeen load(PageContent content) {
        Duration span = lab.options().spanOfLoad().multipliedBy(SPANS);
        return PageVisits.at(server, content, (int) (PER_SECOND * span.toSeconds()), span);
    }

    private void note(String name, VisitsSeen seen) {
        lab.note(name + " p50 ms", seen.viewMillisAt(50));
        lab.note(name + " p99 ms", seen.viewMillisAt(99));
        lab.note(name + BROKEN, seen.visits() - seen.whole());
    }

    private void besideAHotSale(PageContent content) throws InterruptedException {
        Duration longer = lab.options().spanOfLoad().multipliedBy(SPANS).plus(MARGIN.multipliedBy(2));
        ExecutorService crowd = Executors.newSingleThreadExecutor();
        try {
            Future<Sample> hot = crowd.submit(() -> lab.load().closed(BUYERS, longer, api.port()));
            Thread.sleep(MARGIN.toMillis()); // the crowd comes meanwhile
            note(BESIDE, load(content));
            lab.note("accepted beside the page", hot.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("bench - the hot sale failed", e.getCause());
        } finally {
            crowd.shutdownNow();
        }
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        Series broken = figures.of("first views broken, all measurements");
        broken.add(
                figures.of(ALONE + BROKEN).sum() + figures.of(BESIDE + BROKEN).sum());
        return List.of(
                new Target("ms to a first view beside a hot sale, p99", AT_MOST, 1000, figures.of(BESIDE + " p99 ms")),
                new Target("the same at p50", REPORTED, 0, figures.of(BESIDE + " p50 ms")),
                new Target("ms to a first view alone, p99", REPORTED, 0, figures.of(ALONE + " p99 ms")),
                new Target("first views broken", AT_MOST, 0, broken),
                new Target("bytes of a first view", AT_MOST, 150_000, figures.of("bytes of a first view")),
                new Target("requests of a first view", AT_MOST, 15, figures.of("requests of a first view")));
    }
}
