package dev.seckill.loadtest.bench;

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
import java.util.ArrayList;
import java.util.List;

/** An API that traces at the default ratio, to a collector that takes everything, against one that traces nothing. */
final class Tracing implements BenchCase {

    private static final String TRACES = "traces";
    private static final String SPANS = "spans per second";
    private static final String LOST = "spans lost";

    private final Lab lab;
    private final String endpoint = collector();

    Tracing(Lab lab) {
        this.lab = lab;
    }

    /** Starts the collector, which ends with this JVM; returns its address. */
    private static String collector() {
        try {
            HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            collector.createContext("/", Tracing::take);
            collector.start();
            return "http://127.0.0.1:" + collector.getAddress().getPort();
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
        try (TwinApis apis = new TwinApis(lab, TRACES, round, "--trace-endpoint=" + endpoint)) {
            apis.compare(load -> countSpans(apis.other(), load));
        }
    }

    private void countSpans(AppProcess traced, Lab.Measurement load) throws InterruptedException {
        Scrape before = Scrape.of(traced.adminUrl());
        long begin = System.nanoTime();
        load.run();
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
        List<Target> targets = new ArrayList<>(TwinApis.targets(figures, TRACES, 0.95));
        targets.add(new Target("spans sent per second", REPORTED, 0, figures.of(SPANS)));
        targets.add(new Target("spans lost meanwhile", AT_MOST, 0, lost));
        return targets;
    }
}
