package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.config.OrderBookSettings;
import dev.seckill.api.config.Secret;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.orderbook.BookReply;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.api.orderbook.OrderBookUnavailableException;
import dev.seckill.api.sale.Decision;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.tls.CertificateAuthority;
import dev.seckill.infra.tls.IssuedCertificate;
import dev.seckill.infra.tls.Trust;
import dev.seckill.model.SaleId;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.tls.ClientTls;
import dev.seckill.model.tls.NamedFile;
import dev.seckill.model.tls.ServerTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop over HTTPS: what it serves, whom it lets in, and with which certificate. */
@Timeout(300)
final class HttpsIT {

    private static final int HANG_MILLIS = 10_000;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Reply SOLD_OUT = new Reply(Decision.soldOut(), true);
    private static final String HALF_A_HEAD = "POST /seckill HTTP/1.1\r\nHost: x\r\n";
    private static final String PURCHASE = HALF_A_HEAD + "\r\n";
    /** The beginning of a record of a handshake, which never comes as a whole. */
    private static final byte[] HALF_A_HANDSHAKE = {0x16, 0x03, 0x01, 0x01, 0x00, 0x01};

    @TempDir
    private static Path made;

    private static CertificateAuthority authority;
    private static IssuedCertificate first;
    private static IssuedCertificate second;

    @TempDir
    private Path folder;

    private final ApiMetrics metrics = new ApiMetrics();
    private final List<Socket> sockets = new ArrayList<>();
    private CompletableFuture<Reply> reply = CompletableFuture.completedFuture(SOLD_OUT);
    private Path certificate;
    private Path key;
    private HttpServer http;

    @BeforeAll
    static void makeCertificates() {
        authority = CertificateAuthority.in(made.resolve("ca"));
        first = authority.server("first");
        second = authority.server("second");
    }

    @BeforeEach
    void placeTheFirst() throws IOException {
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        place(first);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        if (http != null) {
            http.close();
        }
        metrics.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void purchasesAreServedOneAfterTheOtherOverOneConnection(String version) throws IOException {
        listen(gate(LONG));
        SSLSocket client = connect();
        client.setEnabledProtocols(new String[] {version});
        BufferedReader replies = repliesTo(client);

        for (int i = 0; i < 100; i++) {
            send(client, PURCHASE);
            assertBought(replies);
        }
        send(client, PURCHASE.repeat(100));
        for (int i = 0; i < 100; i++) {
            assertBought(replies);
        }
        assertThat(client.getSession().getProtocol()).isEqualTo(version);
    }

    @Test
    void answerOfAnotherThreadComesAndTheConnectionGoesOn() throws IOException {
        reply = new CompletableFuture<>();
        listen(gate(LONG));
        SSLSocket client = connect();
        BufferedReader replies = repliesTo(client);
        send(client, PURCHASE + PURCHASE);
        await().untilAsserted(() -> assertThat(metrics.scrape()).contains("seckill_requests_received_total 1.0"));

        CompletableFuture.runAsync(() -> reply.complete(SOLD_OUT));

        assertBought(replies);
        assertBought(replies);
    }

    @Test
    void requestsAreKnownToBeSecure() throws IOException {
        listen(
                gate(LONG),
                routes -> routes.get("/scheme", ctx -> {
                    PageCookie.set(ctx, "a", "b", "/", 1);
                    ctx.result(ctx.scheme());
                }));
        SSLSocket client = connect();
        BufferedReader replies = repliesTo(client);

        send(client, "GET /scheme HTTP/1.1\r\nHost: elsewhere.invalid\r\n\r\n");

        assertThat(readHead(replies))
                .startsWith("HTTP/1.1 200 OK")
                .containsIgnoringCase("; Secure")
                .doesNotContain("Strict-Transport-Security");
    }

    @Test
    void whoSpeaksNoTlsIsNotServed() throws IOException {
        listen(gate(LONG));
        Socket client = plain();

        send(client, PURCHASE);

        assertThat(endsWithoutHttp(client)).isTrue();
    }

    @Test
    void handshakeThatTakesTooLongEnds() throws IOException {
        listen(gate(Duration.ofMillis(300)));
        Socket client = plain();
        client.getOutputStream().write(HALF_A_HANDSHAKE);

        assertThat(endsWithoutHttp(client)).isTrue();
        SSLSocket buyer = connect();
        send(buyer, PURCHASE);
        assertBought(repliesTo(buyer));
        await().untilAsserted(() -> assertThat(unfinished()).isZero());
    }

    @Test
    void handshakesAreCountedUntilTheyAreOver() throws IOException {
        listen(gate(LONG));
        plain().getOutputStream().write(HALF_A_HANDSHAKE);
        SSLSocket over = connect();
        over.startHandshake();

        await().untilAsserted(() -> assertThat(unfinished()).isEqualTo(1));
        send(over, PURCHASE);
        assertBought(repliesTo(over));
        assertThat(unfinished()).isEqualTo(1);
    }

    @Test
    void headThatTakesTooLongIsTold() throws IOException {
        listen(gate(Duration.ofMillis(300)));
        SSLSocket client = connect();
        send(client, HALF_A_HEAD);

        assertThat(readHead(repliesTo(client))).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void moreHandshakesAtOnceThanHeadsMayBeUnfinishedAreServed() throws IOException {
        listen(new ApiConfig.Gate(4096, 100, 8192, 20, LONG, 10));
        for (int i = 0; i < 20; i++) {
            plain().getOutputStream().write(HALF_A_HANDSHAKE);
        }
        await().untilAsserted(() -> assertThat(unfinished()).isEqualTo(20));

        SSLSocket buyer = connect();
        send(buyer, PURCHASE);

        assertBought(repliesTo(buyer));
        assertThat(unfinished()).isEqualTo(20);
    }

    @Test
    void silentConnectionsMakeRoomForBuyers() throws IOException {
        listen(new ApiConfig.Gate(4096, 10, 8192, 20, LONG, 10));
        for (int i = 0; i < 5; i++) {
            connect().startHandshake();
            plain().getOutputStream().write(HALF_A_HANDSHAKE);
        }

        await().ignoreExceptions().untilAsserted(() -> {
            SSLSocket buyer = connect();
            send(buyer, PURCHASE);
            assertBought(repliesTo(buyer));
        });
    }

    @Test
    void newFilesAreShownToNewConnectionsAndBadOnesAreToldOnce() throws IOException {
        listen(gate(LONG));
        SSLSocket old = connect();
        assertThat(shown(old)).isEqualTo(read(first));

        List<String> said = LogLines.during(() -> {
            write(certificate, "no certificate");
            await().during(Duration.ofMillis(500)).until(() -> shown(connect()).equals(read(first)));
            place(second);
            await().until(() -> shown(connect()).equals(read(second)));
        });

        assertThat(said)
                .filteredOn(line -> line.contains("the new certificate is not taken, the one before stays")
                        && line.contains("tls.crt' holds no certificate in PEM"))
                .hasSize(1);
        send(old, PURCHASE);
        assertBought(repliesTo(old));
    }

    @Test
    void orderBookIsAskedOverTlsIfItsCaIsTrusted() throws Exception {
        listen(gate(LONG), routes -> routes.get("/book", ctx -> ctx.result("read")));
        ClientTls trust = ClientTls.read(new NamedFile("", authority.certificate()), new Problems());

        try (BookReply asked = book(trust).ask("GET", "/book")) {
            assertThat(asked.status()).isEqualTo(200);
        }
        assertThatThrownBy(() -> book(null).ask("GET", "/book"))
                .isInstanceOf(OrderBookUnavailableException.class)
                .hasMessageContaining("TLS: the server's certificate is not signed by a CA that is trusted here");
    }

    private OrderBook book(ClientTls tls) {
        return new OrderBook(new OrderBookSettings(
                URI.create("https://localhost:" + http.port()), new Secret("a-token-of-the-api"), LONG, 1, LONG, tls));
    }

    @Test
    void badFilesAtTheStartAreNamed() {
        write(key, "nothing");

        assertThatThrownBy(() -> listen(gate(LONG))).hasStackTraceContaining("tls.key' holds no private key in PEM");
    }

    private static ApiConfig.Gate gate(Duration headWait) {
        return new ApiConfig.Gate(4096, 100, 8192, 20, headWait, 100);
    }

    private void listen(ApiConfig.Gate gate, HttpRoutes... more) {
        ApiConfig.Http settings = new ApiConfig.Http(
                "127.0.0.1",
                0,
                8,
                1000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                gate,
                new ServerTls(certificate, key, Duration.ofMillis(50)));
        List<HttpRoutes> routes = new ArrayList<>(List.of(more));
        routes.add(new PurchaseRoutes(
                SaleId.DEFAULT,
                (origin, sale, purchase) -> reply.copy(),
                settings,
                metrics,
                Admissions.open(metrics),
                LiveParts.counted(metrics)));
        http = new HttpServer(settings, routes.toArray(HttpRoutes[]::new));
    }

    private void place(IssuedCertificate issued) {
        try {
            Files.copy(issued.key(), key, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(issued.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections of whose handshake or head a part has come. */
    private int unfinished() {
        return http.gate().unfinished();
    }

    private Socket plain() throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(new InetSocketAddress("127.0.0.1", http.port()), HANG_MILLIS);
        socket.setSoTimeout(HANG_MILLIS);
        return socket;
    }

    /** Shakes hands with its first byte. */
    private SSLSocket connect() throws IOException {
        return (SSLSocket) Trust.in(authority.certificate())
                .getSocketFactory()
                .createSocket(plain(), "127.0.0.1", http.port(), true);
    }

    private static Certificate shown(SSLSocket client) throws IOException {
        client.startHandshake();
        return client.getSession().getPeerCertificates()[0];
    }

    private static Certificate read(IssuedCertificate issued) {
        try (InputStream in = Files.newInputStream(issued.certificate())) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static BufferedReader repliesTo(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    }

    private static void assertBought(BufferedReader replies) throws IOException {
        assertThat(readHead(replies)).startsWith("HTTP/1.1 200 OK");
        assertThat(replies.skip("sold out!".length())).isEqualTo("sold out!".length());
    }

    /** Status line and headers. */
    private static String readHead(BufferedReader replies) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = replies.readLine(); line != null && !line.isEmpty(); line = replies.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** Whether the server ends the connection, and has said nothing in HTTP before. */
    private static boolean endsWithoutHttp(Socket client) throws IOException {
        try {
            return !new String(client.getInputStream().readAllBytes(), US_ASCII).contains("HTTP");
        } catch (SocketException closedWithUnreadInput) {
            return true;
        }
    }
}
