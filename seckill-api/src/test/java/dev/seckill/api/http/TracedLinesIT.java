package dev.seckill.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.TraceSettings;
import dev.seckill.api.sale.Purchase;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.TraceCollector;
import dev.seckill.model.SaleId;
import dev.seckill.model.trace.TraceExport;
import dev.seckill.model.trace.TraceParent;
import dev.seckill.model.trace.Traces;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is logged about one request that is traced names its trace, so that each leads to the other. */
@Timeout(300)
final class TracedLinesIT {

    private static final TraceParent CALLER =
            new TraceParent("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
    private static final ApiConfig.Http SETTINGS = new ApiConfig.Http(
            "127.0.0.1",
            0,
            8,
            1000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Gates.DEFAULT);

    private final FakeDecisions decisions = new FakeDecisions();

    @Test
    void aRequestThatIsNotDecidedAndOneThatBreaksOffNameTheirTraces() {
        decisions.reply = CompletableFuture.failedFuture(new StockUnavailableException("Redis is away", null));

        List<String> said = linesOfAPurchase(CALLER.toString());

        assertThat(said)
                .filteredOn(line -> line.contains("request - a traced one was not decided"))
                .singleElement()
                .asString()
                .contains("sale=cars, trace=" + CALLER.traceId(), "reason=Redis is away");
        assertThat(said)
                .filteredOn(line -> line.contains("requests failed unexpectedly"))
                .singleElement()
                .asString()
                .contains("path=/breaks, trace=" + CALLER.traceId() + ")");
    }

    @Test
    void oneThatIsNotTracedNamesNone() {
        decisions.reply = CompletableFuture.failedFuture(new StockUnavailableException("Redis is away", null));

        List<String> said = linesOfAPurchase(new TraceParent(CALLER.traceId(), CALLER.spanId(), false).toString());

        assertThat(said)
                .filteredOn(line -> line.contains("requests failed unexpectedly"))
                .singleElement()
                .asString()
                .contains("path=/breaks)");
        assertThat(said).noneMatch(line -> line.contains("trace="));
    }

    private List<String> linesOfAPurchase(String parent) {
        try (TraceCollector collector = TraceCollector.start()) {
            TraceExport export = new TraceExport(URI.create(collector.endpoint()), null, 100, Duration.ofSeconds(30));
            return LogLines.during(() -> {
                try (Traces traces = Traces.open(export, "api", "1", (spans, reason) -> {})) {
                    Deciding deciding =
                            new TracedDecisions(decisions, traces, new TracePick(new TraceSettings(export, 0, 10)));
                    try (HttpServer http = new HttpServer(
                            SETTINGS,
                            routes -> routes.get("/breaks", ctx -> {
                                deciding.decide(ctx.req(), new SaleId("cars"), Purchase.ANONYMOUS);
                                throw new IllegalStateException("broken");
                            }))) {
                        get("http://127.0.0.1:" + http.port() + "/breaks", parent);
                    }
                }
            });
        }
    }

    private static void get(String url, String parent) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header(TraceParent.HEADER, parent)
                .build();
        assertThat(HttpClient.newHttpClient()
                        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .join()
                        .statusCode())
                .isEqualTo(500);
    }
}
