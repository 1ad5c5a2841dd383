package dev.seckill.loadtest.bench;

import static dev.seckill.loadtest.bench.Target.Demand.AT_LEAST;
import static dev.seckill.loadtest.bench.Target.Demand.AT_MOST;
import static dev.seckill.loadtest.bench.Target.Demand.REPORTED;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seckill.infra.app.AppProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * An API that traces at the default ratio, to a collector that takes everything, against one that traces nothing: on one
 * sale, in turns.
 */
final class Tracing implements BenchCase {

    private static final int BUYERS = 256;

    /** There and back: the figure is a small difference. */
    private static final int TURNS = 3;

    private static final String OFF = "accepted, nothing is traced";
    private static final String ON = "accepted, traced at the default ratio";
    private static final String SPANS = "spans per second";
    private static final String LOST = "spans lost";

    private final Lab lab;
    private final AppProcess plain;
    private final AppProcess traced;

    /**
     * @param plain traces nothing
     * @param traced was started with {@link #arguments}
     */
    Tracing(Lab lab, AppProcess plain, AppProcess traced) {
        this.lab = lab;
        this.plain = plain;
        this.traced = traced;
    }

    /** Starts the collector, which ends with this JVM; what the traced API is to be given. */
    static String arguments() {
        try {
            HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            collector.createContext("/", Tracing::take);
            collector.start();
            return "--trace-endpoint=http://127.0.0.1:" + collector.getAddress().getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void round(int round) throws InterruptedException {
        lab.inTurns(TURNS, () -> measure(OFF, plain), this::measureTraced);
    }

    private void measure(String name, AppProcess api) throws InterruptedException {
        lab.system().awaitDelivered();
        lab.note(name, lab.load().closed(BUYERS, lab.options().spanOfLoad(), api.port()));
    }

    private void measureTraced() throws InterruptedException {
        Scrape before = Scrape.of(traced.adminUrl());
        long begin = System.nanoTime();
        measure(ON, traced);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Scrape after = Scrape.of(traced.adminUrl());
        lab.note(SPANS, after.since(before, spans("exported")) / seconds);
        lab.note(LOST, after.since(before, spans("dropped")) + after.since(before, spans("failed")));
    }

    private static String spans(String outcome) {
        return "seckill_trace_spans_total{outcome=\"" + outcome + "\"}";
    }

    @Override
    public List<Target> targets() {
        Figures figures = lab.figures();
        Series lost = figures.of("spans lost, all measurements");
        lost.add(figures.of(LOST).sum());
        return List.of(
                new Target(
                        "accepted/s with traces at the default ratio ÷ without traces",
                        AT_LEAST,
                        0.95,
                        figures.of(ON + " per second").over(figures.of(OFF + " per second"))),
                new Target(
                        "p99 with traces ÷ without",
                        REPORTED,
                        0,
                        figures.of(ON + " p99 ms").over(figures.of(OFF + " p99 ms"))),
                new Target("spans sent per second", REPORTED, 0, figures.of(SPANS)),
                new Target("spans lost meanwhile", AT_MOST, 0, lost));
    }
}
