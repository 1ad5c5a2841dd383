package dev.seckill.consumer.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.report.BookFigures;
import dev.seckill.consumer.report.BookReads;
import dev.seckill.consumer.report.FiguresJson;
import dev.seckill.consumer.report.OrderCsv;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.status.Health;
import dev.seckill.consumer.status.Health.HealthLimits;
import dev.seckill.consumer.store.BookQueries;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.ReadBook;
import dev.seckill.consumer.store.TestBook;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.settings.NamedTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The order book over HTTP, on a real book. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class ReadRoutesIT {

    private static final String TOKEN = "a-token-of-the-shop";
    private static final HttpSettings HTTP = new HttpSettings("127.0.0.1", 0, 50, 4096, Duration.ofSeconds(30));

    private final HttpClient client = HttpClient.newHttpClient();
    private static final List<SaleEvent.Accepted> ORDERS = new ArrayList<>();
    private static TestBook book;
    private final Health health =
            new Health(new HealthLimits(Duration.ofMinutes(5), Duration.ofMinutes(5)), System::nanoTime);
    private final ConsumerMetrics metrics = new ConsumerMetrics();
    private HikariDataSource pool;
    private HttpServer server;

    @BeforeAll
    static void open(ServerStack stack) {
        book = new TestBook(stack, "read_routes");
        TestEvents events = new TestEvents("cars");
        List<SaleEvent> stored = new ArrayList<>(List.of(events.restocked(10)));
        for (int i = 0; i < 5; i++) {
            ORDERS.add(events.accepted());
        }
        stored.addAll(ORDERS);
        try (HikariDataSource writing = book.open()) {
            new MySqlOrderStore(writing).store(stored);
        }
    }

    @BeforeEach
    void serve() {
        pool = ReadBook.open(book, Duration.ofSeconds(30));
        server = serve(NamedTokens.of(List.of("shop:" + TOKEN)), 16, 2);
    }

    @AfterEach
    void close() {
        server.close();
        pool.close();
    }

    @Test
    void aReaderNeedsAToken() throws Exception {
        for (String path : List.of("orders", "orders.csv", "events", "report", "orders/" + id(0))) {
            HttpResponse<String> none = send(request(path));
            HttpResponse<String> wrong = send(request(path).header("Authorization", "Bearer another-token-than-that"));

            assertThat(none.statusCode()).isEqualTo(401);
            assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"order-consumer\"");
            assertThat(none.body()).contains("\"type\":\"/docs#unauthorized\"").doesNotContain("Zoë");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .contains("invalid_token");
        }
    }

    @Test
    void withoutTokensThereAreNoSuchRoutes() throws Exception {
        server.close();
        server = serve(NamedTokens.NONE, 16, 2);

        assertThat(get("orders").statusCode()).isEqualTo(404);
        assertThat(get("report").statusCode()).isEqualTo(404);
        assertThat(read("/api/figures").statusCode()).isEqualTo(404);
    }

    @Test
    void anOrderIsFoundByItsId() throws Exception {
        HttpResponse<String> found = get("orders/" + id(2));

        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(found.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(found.body())
                .startsWith("{\"orderId\":\"" + id(2) + "\",\"sale\":\"cars\",\"seq\":3,\"buyer\":\"Zoë")
                .contains("\"state\":\"CONFIRMED\"", "\"heldUntil\":null", "\"no\":4}");
        assertThat(problem(get("orders/01920000-0000-7000-8000-000000000000"), 404))
                .contains("/docs#unknown-order");
        assertThat(problem(get("orders/17"), 400)).contains("/docs#invalid-request", "\"field\":\"orderId\"");
        assertCounted(2, 1, 0);
    }

    @Test
    void aPartOfTheOrdersSaysWhereTheNextBegins() throws Exception {
        HttpResponse<String> first = get("orders?limit=3");
        HttpResponse<String> second = get("orders?after=3&limit=3");

        assertThat(first.body())
                .contains("\"seq\":1,", "\"seq\":3,")
                .doesNotContain("\"seq\":4,")
                .endsWith(",\"next\":3}");
        assertThat(first.headers().firstValue("Link"))
                .contains("</api/sales/cars/orders?after=3&limit=3>; rel=\"next\"");
        assertThat(second.body()).contains("\"seq\":4,", "\"seq\":5,").endsWith(",\"next\":null}");
        assertThat(second.headers().firstValue("Link")).isEmpty();
        assertThat(get("orders?after=5").body()).isEqualTo("{\"orders\":[],\"next\":null}");
    }

    @Test
    void theJournalIsReadInParts() throws Exception {
        assertThat(get("events?limit=1").body())
                .startsWith("{\"events\":[{\"no\":1,\"kind\":\"RESTOCKED\",\"orderId\":null,\"units\":10,\"left\":10,")
                .endsWith("\"detail\":{\"by\": \"by hand\"}}],\"next\":1}");
        assertThat(get("events?after=5").body()).contains("\"no\":6,").endsWith("\"next\":null}");
    }

    @Test
    void ofTheJournalOnlyWhatIsAboutTheSaleIsRead() throws Exception {
        assertThat(get("events?about=sale").body())
                .startsWith("{\"events\":[{\"no\":1,\"kind\":\"RESTOCKED\",")
                .doesNotContain("ACCEPTED")
                .endsWith("}],\"next\":null}");
        assertThat(get("events?limit=1").headers().firstValue("Link"))
                .contains("</api/sales/cars/events?after=1&limit=1>; rel=\"next\"");
        assertThat(get("events?about=sale&after=1").body()).isEqualTo("{\"events\":[],\"next\":null}");
        assertThat(problem(get("events?about=orders"), 400)).contains("\"field\":\"about\"");
    }

    @Test
    void whatIsAskedForHasItsForm() throws Exception {
        for (String query : List.of("limit=0", "limit=1001", "limit=ten", "after=-1", "after=1e3", "after=1&after=2")) {
            assertThat(problem(get("orders?" + query), 400)).contains("/docs#invalid-request", query.split("=")[0]);
        }
        assertThat(problem(get("report?buyers=all"), 400)).contains("\"field\":\"buyers\"");
        assertThat(problem(read("/api/sales/.cars/orders"), 400)).contains("\"field\":\"sale\"");
    }

    @Test
    void aSaleThatTheBookDoesNotKnowIsNone() throws Exception {
        for (String path : List.of("orders", "orders.csv", "events", "report")) {
            assertThat(problem(read("/api/sales/bikes/" + path), 404)).contains("/docs#unknown-sale");
        }
    }

    @Test
    void allOrdersAreDownloadedAsCsvInChunks() throws Exception {
        HttpResponse<String> csv = get("orders.csv");

        assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8; header=present");
        assertThat(csv.headers().firstValue("Transfer-Encoding")).contains("chunked");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"cars-orders.csv\"");
        assertThat(csv.body().split("\r\n")).hasSize(6).startsWith(OrderCsv.HEADER.strip());
    }

    /** More orders than fit between server and client; then the table is locked, which the next part needs. */
    @Test
    void aDownloadThatBreaksOffHasNoEnd() throws Exception {
        book.execute("INSERT INTO orders (order_id, sale, seq, buyer, quantity, decided_at, item, last_no) SELECT"
                + " UUID(), 'many', ((((a.seq * 10 + b.seq) * 10 + c.seq) * 10 + d.seq) * 10 + e.seq) * 10 + f.seq,"
                + " REPEAT('\uD83D\uDE97', 128), 1, NOW(3), 'car', 0 FROM orders a, orders b, orders c, orders d,"
                + " orders e, orders f WHERE 'cars' = ALL(SELECT o.sale FROM orders o)");
        pool.close();
        pool = ReadBook.open(book, Duration.ofMillis(500));
        server.close();
        server = serve(NamedTokens.of(List.of("shop:" + TOKEN)), 16, 2);
        String reply;
        try (Socket slow = new Socket();
                Connection locker = book.connect()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            slow.getOutputStream().write(head("many/orders.csv"));
            assertThat(slow.getInputStream().readNBytes(12)).asString(UTF_8).isEqualTo("HTTP/1.1 200");
            locker.createStatement().execute("LOCK TABLES orders WRITE");
            reply = restOf(slow);
        }

        assertThat(reply).contains("\"car\"").doesNotEndWith("\r\n0\r\n\r\n");
        await("it is counted after its end").untilAsserted(() -> assertCounted(0, 0, 1));
    }

    @Test
    void aReportHashesBuyersUnlessAskedNotTo() throws Exception {
        assertThat(get("report").body()).contains("\"buyerHash\":").doesNotContain("Zoë");
        assertThat(get("report?buyers=hashed").body())
                .contains("\"buyerHash\":")
                .doesNotContain("Zoë");
        assertThat(get("report?buyers=plain").body())
                .contains("\"buyer\":\"Zoë")
                .doesNotContain("buyerHash");
    }

    @Test
    void figuresAreReadWithATokenForAtMostAHundredSales() throws Exception {
        assertThat(send(HttpRequest.newBuilder(at("/api/figures?sale=cars"))).statusCode())
                .isEqualTo(401);
        assertThat(read("/api/figures?sale=cars&sale=bikes&sale=cars").body())
                .contains("\"ready\":true,\"troubles\":[],\"lag\":0,\"parked\":null,\"sales\":{\"cars\":{\"events\":6,")
                .contains("\"bikes\":{\"events\":0,")
                .doesNotContain("Zoë");
        assertThat(read("/api/figures").body()).contains("\"sales\":{}");
        assertThat(problem(read("/api/figures?sale=.cars"), 400)).contains("\"field\":\"sale\"");
        assertThat(problem(read("/api/figures?sale=a" + "&sale=a".repeat(100)), 400))
                .contains("at most 100 times");
    }

    @Test
    void aHeadIsToldTheLength() throws Exception {
        HttpResponse<String> head = send(request("orders")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + TOKEN));

        assertThat(head.headers().firstValue("Content-Length"))
                .contains(Integer.toString(get("orders").body().getBytes(UTF_8).length));
        assertThat(problem(send(request("orders").POST(HttpRequest.BodyPublishers.ofString("{}"))), 405))
                .contains("Method Not Allowed");
    }

    @Test
    void pastTheBoundsReadsAreRefusedAtOnceAndHealthIsNot() throws Exception {
        server.close();
        server = serve(NamedTokens.of(List.of("shop:" + TOKEN)), 1, 1);
        try (Connection locker = book.connect()) {
            locker.createStatement().execute("LOCK TABLES orders WRITE, events WRITE, sales WRITE");
            try (Socket read = waiting("orders");
                    Socket export = waiting("report")) {
                awaitReaders(locker, 2);

                for (String path : List.of("orders", "events", "report", "orders.csv")) {
                    HttpResponse<String> refused = get(path);
                    assertThat(problem(refused, 503)).contains("/docs#overloaded");
                    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
                }
                assertThat(send(HttpRequest.newBuilder(at("/health/live"))).statusCode())
                        .isEqualTo(200);
                locker.createStatement().execute("UNLOCK TABLES");
                assertThat(new String(read.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 200 ");
                assertThat(new String(export.getInputStream().readAllBytes(), UTF_8))
                        .startsWith("HTTP/1.1 200 ");
            }
        }
        assertThat(get("orders").statusCode()).isEqualTo(200);
    }

    @Test
    void aBookThatDoesNotAnswerIsSaidToBeAway() throws Exception {
        pool.close();
        pool = ReadBook.openClosedPort(Duration.ofSeconds(1));
        server.close();
        server = serve(NamedTokens.of(List.of("shop:" + TOKEN)), 16, 2);

        for (String path : List.of("orders", "orders/" + id(0), "orders.csv", "events", "report")) {
            HttpResponse<String> away = get(path);
            assertThat(problem(away, 503)).contains("/docs#unavailable").doesNotContain("mysql", "127.0.0.1");
            assertThat(away.headers().firstValue("Retry-After")).contains("5");
        }
        assertCounted(0, 0, 5);
    }

    private HttpServer serve(NamedTokens tokens, int readsMax, int exportsMax) {
        ReadSettings settings = new ReadSettings(
                tokens,
                ReadBook.settings(Duration.ofSeconds(30)),
                readsMax,
                exportsMax,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                1000);
        BookQueries queries = new BookQueries(pool, book.settings());
        BookFigures figures = new BookFigures(queries, Duration.ofSeconds(30), Clock.systemUTC(), System::nanoTime);
        return HttpServer.start(
                HTTP,
                settings.threads(),
                new ReadRoutes(settings, new BookReads(queries, Clock.systemUTC()), metrics.reads()),
                new FiguresRoutes(
                        settings,
                        new FiguresJson(figures, List::of, metrics::lagRecords, OptionalLong::empty),
                        metrics.reads()),
                new StatusRoutes(health, metrics, () -> {}));
    }

    private void assertCounted(int answered, int refused, int failed) {
        assertThat(metrics.value("consumer.reads.answered")).isEqualTo(answered);
        assertThat(metrics.value("consumer.reads.refused")).isEqualTo(refused);
        assertThat(metrics.value("consumer.reads.failed")).isEqualTo(failed);
    }

    private String id(int order) {
        return ORDERS.get(order).orderId().toString();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return read("/api/sales/cars/" + path);
    }

    private HttpResponse<String> read(String path) throws Exception {
        return send(HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + TOKEN));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at("/api/sales/cars/" + path));
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String problem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        return response.body();
    }

    /** A request that is under way until somebody reads its reply. */
    private Socket waiting(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(head("cars/" + path));
        return socket;
    }

    private static byte[] head(String path) {
        return ("GET /api/sales/" + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n")
                .getBytes(UTF_8);
    }

    /** All that comes, whether it comes to its end or not. */
    private static String restOf(Socket socket) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(read);
        } catch (IOException brokenOff) {
            read.writeBytes(new byte[0]);
        }
        return read.toString(UTF_8);
    }

    private void awaitReaders(Connection locker, int readers) throws SQLException {
        String count = "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND state LIKE"
                + " 'Waiting for table metadata lock'";
        long waiting = 0;
        while (waiting < readers) {
            try (var rows = locker.createStatement().executeQuery(count)) {
                rows.next();
                waiting = rows.getLong(1);
            }
        }
    }
}
