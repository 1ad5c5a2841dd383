package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.Contract;
import dev.seckill.api.admission.Admission;
import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.LiveSettings;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.StaffTokens;
import dev.seckill.api.live.FakeSharedFigures;
import dev.seckill.api.live.LiveFigures;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.receipt.ReceiptReply;
import dev.seckill.model.SaleId;
import dev.seckill.model.settings.NamedTokens;
import dev.seckill.proof.text.ReceiptFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** The sales API on a real server with {@link FakeDecisions}. Each reply is held against the contract. */
final class Shop implements AutoCloseable {

    static final String TOKEN = "opened-by-sesame-1";
    static final String SHOP_TOKEN = "the-shop-pays-for-it";
    static final StaffTokens TOKENS = new StaffTokens(
            NamedTokens.of(List.of("ann:" + TOKEN, "bob:bobs-own-token-is-this")),
            NamedTokens.of(List.of("pay:" + SHOP_TOKEN)));

    final FakeDecisions decisions = new FakeDecisions();
    final ApiMetrics metrics = new ApiMetrics();
    final List<SaleId> sales = new ArrayList<>();
    /** The sales and orders whose receipts were asked for. */
    final List<String> receiptsAsked = new ArrayList<>();

    /** What comes of asking for one. */
    volatile CompletableFuture<ReceiptReply> receipt = new CompletableFuture<>();

    /** What is put into it. */
    volatile Function<ReceiptFile, CompletableFuture<ReceiptFile>> proofs = CompletableFuture::completedFuture;

    private final Admission admission;
    private final LiveFigures figures;
    private final HttpServer http;
    private final HttpClient client = HttpClient.newHttpClient();

    Shop(Duration answerWait, StaffTokens tokens) {
        this(answerWait, tokens, AdmissionSettings.OPEN);
    }

    Shop(Duration answerWait, StaffTokens tokens, AdmissionSettings admitted) {
        this(answerWait, tokens, admitted, null);
    }

    Shop(Duration answerWait, StaffTokens tokens, AdmissionSettings admitted, OrderBookSettings orderBook) {
        this(answerWait, tokens, admitted, orderBook, LiveParts.SETTINGS, new FakeSharedFigures(), "one");
    }

    /** One that tells its figures to others. */
    Shop(
            Duration answerWait,
            StaffTokens tokens,
            AdmissionSettings admitted,
            OrderBookSettings orderBook,
            LiveSettings live,
            FakeSharedFigures shared,
            String instance) {
        admission = new Admission(admitted, metrics);
        figures = LiveParts.figures(live, shared, instance, metrics, decisions);
        ApiConfig.Http settings = new ApiConfig.Http(
                "127.0.0.1", 0, 8, 20_000, answerWait, Duration.ofSeconds(2), Duration.ofSeconds(5), Gates.DEFAULT);
        http = new HttpServer(
                settings,
                new SalesApi(
                        Deciding.by(decisions),
                        decisions,
                        SaleId.DEFAULT,
                        () -> List.copyOf(sales),
                        settings,
                        orderBook,
                        tokens,
                        admission,
                        metrics,
                        live,
                        figures),
                new ReceiptRoutes(
                        metrics.receipts(),
                        settings,
                        (sale, order) -> {
                            receiptsAsked.add(sale + " " + order);
                            return receipt;
                        },
                        (sale, file) -> proofs.apply(file)),
                new DocsRoutes());
    }

    /** Returns when it has the keys of buyers' tokens. */
    Shop awaitKeys() {
        Awaitility.await().until(() -> admission.trouble() == null);
        return this;
    }

    int port() {
        return http.port();
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, null);
    }

    HttpResponse<String> order(String body, String... headers) {
        return send("POST", "/api/sales/cars/orders", body, headers);
    }

    /** With a token that is good. */
    HttpResponse<String> change(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + TOKEN));
        return send(method, path, body, all.toArray(String[]::new));
    }

    /** A body is JSON unless the headers say otherwise. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        return sendBytes(method, path, body == null ? null : body.getBytes(UTF_8), headers);
    }

    HttpResponse<String> sendBytes(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        boolean isTyped = List.of(headers).contains("Content-Type");
        if (body != null && !isTyped) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return Contract.checked(client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8))
                .join());
    }

    @Override
    public void close() {
        http.close();
        figures.close();
        admission.close();
        metrics.close();
    }
}
