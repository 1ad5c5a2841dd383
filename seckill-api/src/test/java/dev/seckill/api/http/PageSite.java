package dev.seckill.api.http;

import dev.seckill.api.admission.Admission;
import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.PageSettings;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Outcome;
import dev.seckill.api.sale.SaleSeen;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The pages on a real server with {@link FakeDecisions}. */
final class PageSite implements AutoCloseable {

    /** What a shop may well call a sale. */
    static final String NAME = "<img src=x onerror=alert(1)>";

    final FakeDecisions decisions = new FakeDecisions();
    final ApiMetrics metrics = new ApiMetrics();
    final List<SaleId> sales = new ArrayList<>();

    private final Admission admission;
    private final HttpServer http;
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    PageSite() {
        this(new PageSettings(true, List.of()), AdmissionSettings.OPEN, null);
    }

    PageSite(PageSettings pages, AdmissionSettings admitted, OrderBookSettings orderBook) {
        this(pages, admitted, orderBook, false);
    }

    PageSite(PageSettings pages, AdmissionSettings admitted, OrderBookSettings orderBook, boolean hasReceipts) {
        admission = new Admission(admitted, metrics);
        ApiConfig.Http settings = new ApiConfig.Http(
                "127.0.0.1",
                0,
                8,
                20_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Gates.DEFAULT);
        http = new HttpServer(
                settings,
                new PageRoutes(
                        Deciding.by(decisions),
                        decisions,
                        () -> List.copyOf(sales),
                        settings,
                        orderBook,
                        hasReceipts,
                        Shop.TOKENS,
                        pages,
                        Duration.ofHours(1), // so that no test depends on how fast it goes
                        admission,
                        metrics,
                        LiveParts.counted(metrics)));
    }

    /** From now on each look finds this. */
    void answer(String name, SaleState.Phase phase, long left) {
        SaleDefinition definition = new SaleDefinition(name, name, Instant.parse("2026-11-01T18:00:00Z"), null, 1, 2);
        answer(new SaleSeen(phase, left, 0, 100, definition, FakeDecisions.NOW, SaleSeen.Progress.NONE));
    }

    void answer(SaleDefinition definition) {
        answer(new SaleSeen(SaleState.Phase.OPEN, 95, 0, 100, definition, FakeDecisions.NOW, SaleSeen.Progress.NONE));
    }

    private void answer(SaleSeen seen) {
        decisions.answer(new Decision(Outcome.SEEN, null, seen, ""));
    }

    int port() {
        return http.port();
    }

    String origin() {
        return "http://127.0.0.1:" + http.port();
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    HttpResponse<byte[]> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .join();
    }

    @Override
    public void close() {
        http.close();
        admission.close();
        metrics.close();
    }
}
