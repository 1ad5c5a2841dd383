package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.Contract;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.sale.Decision;
import dev.seckill.model.SaleId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom the server lets in, on a real one: crowds, heads without end, connections without number. */
@Timeout(300)
final class HttpGateIT {

    private static final int HANG_MILLIS = 10_000;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Reply SOLD_OUT = new Reply(Decision.soldOut(), true);
    private static final String HALF_A_HEAD = "POST /seckill HTTP/1.1\r\nHost: x\r\n";
    private static final String PURCHASE = HALF_A_HEAD + "\r\n";

    private final ApiMetrics metrics = new ApiMetrics();
    private final List<Socket> sockets = new ArrayList<>();
    private CompletableFuture<Reply> reply = CompletableFuture.completedFuture(SOLD_OUT);
    private HttpServer http;

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

    @Test
    void aCrowdWaitsInTheQueueUntilItIsAccepted() throws Exception {
        try (ListenSocket nobodyAccepts = new ListenSocket(ListenFailure.Server.SHOP, settings(Gates.DEFAULT))) {
            for (int i = 0; i < 1000; i++) {
                connect(nobodyAccepts.channel().socket().getLocalPort());
            }
        }
    }

    @Test
    void aHeadOfTooManyLinesIsRefusedOnceTheyAreTooMany() throws Exception {
        listen(new ApiConfig.Gate(4096, 100, 8192, 20, LONG, 100));
        Socket client = connect();

        send(client, HALF_A_HEAD + "a:\r\n".repeat(21)); // a line counts once the next one has begun

        assertThat(allRepliesTo(client)).startsWith("HTTP/1.1 431 ").contains("Connection: close");
    }

    @Test
    void aHeadOfAsManyLinesAsMayBeIsServedAgainAndAgain() throws Exception {
        listen(new ApiConfig.Gate(4096, 100, 8192, 20, LONG, 100));
        Socket client = connect();
        BufferedReader replies = repliesTo(client);

        for (int i = 0; i < 3; i++) {
            send(client, HALF_A_HEAD + "a:\r\n".repeat(19) + "\r\n");
            assertThat(readHead(replies)).startsWith("HTTP/1.1 200 OK");
            replies.skip("sold out!".length());
        }
    }

    @Test
    void aHeadThatIsTooLongIsRefused() throws Exception {
        listen(new ApiConfig.Gate(4096, 100, 1024, 20, LONG, 100));
        Socket client = connect();

        send(client, HALF_A_HEAD + "a: " + "x".repeat(1024));

        assertThat(allRepliesTo(client)).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void aHeadThatTakesTooLongEndsHoweverMuchOfItComes() throws Exception {
        listen(new ApiConfig.Gate(4096, 100, 8192, 1000, Duration.ofMillis(300), 100));
        Socket client = connect();
        send(client, HALF_A_HEAD + "a: ");

        sendUntilAnswered(client, "x");

        assertThat(allRepliesTo(client)).startsWith("HTTP/1.1 408 ").contains("Connection: close");
    }

    @Test
    void emptyLinesWithoutEndAreAHeadThatTakesTooLong() throws Exception {
        listen(new ApiConfig.Gate(4096, 100, 8192, 1000, Duration.ofMillis(300), 100));
        Socket client = connect();

        sendUntilAnswered(client, "\r\n");

        assertThat(allRepliesTo(client)).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void aHeadInPiecesIsServedAndItsTimeEndsWithIt() throws Exception {
        listen(new ApiConfig.Gate(4096, 100, 8192, 1000, Duration.ofMillis(300), 100));
        Socket client = connect();
        BufferedReader replies = repliesTo(client);
        Socket late = connect();
        send(client, HALF_A_HEAD);
        send(client, "\r\n");
        assertThat(readHead(replies)).startsWith("HTTP/1.1 200 OK");
        replies.skip("sold out!".length());

        send(late, HALF_A_HEAD);
        assertThat(allRepliesTo(late)).startsWith("HTTP/1.1 408 ");

        send(client, PURCHASE);
        assertThat(readHead(replies)).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void oneOfTooManyUnfinishedHeadsEndsAndBuyersAreServed() throws Exception {
        listen(new ApiConfig.Gate(4096, 100, 8192, 20, LONG, 10));
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            clients.add(connect());
            send(clients.get(i), HALF_A_HEAD);
        }

        await().until(() -> answered(clients).size() == 1);
        assertThat(allRepliesTo(answered(clients).get(0))).startsWith("HTTP/1.1 408 ");
        Socket buyer = connect();
        send(buyer, PURCHASE);
        assertThat(readHead(repliesTo(buyer))).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void silentConnectionsMakeRoomForBuyers() throws Exception {
        listen(new ApiConfig.Gate(4096, 10, 8192, 20, LONG, 10));
        for (int i = 0; i < 20; i++) {
            connect();
        }

        await().ignoreExceptions().untilAsserted(() -> {
            Socket buyer = connect();
            send(buyer, PURCHASE);
            assertThat(readHead(repliesTo(buyer))).startsWith("HTTP/1.1 200 OK");
        });
    }

    @Test
    void whoWaitsForAReplyIsNotClosedForANewcomer() throws Exception {
        reply = new CompletableFuture<>();
        listen(new ApiConfig.Gate(4096, 10, 8192, 20, LONG, 10));
        List<Socket> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waiting.add(connect());
            send(waiting.get(i), PURCHASE);
        }
        await().untilAsserted(() -> assertThat(metrics.scrape()).contains("seckill_requests_received_total 10.0"));

        Socket newcomer = connect();
        assertThat(newcomer.getInputStream().read())
                .as("the newcomer is refused")
                .isNegative();

        reply.complete(SOLD_OUT);
        for (Socket socket : waiting) {
            assertThat(readHead(repliesTo(socket))).startsWith("HTTP/1.1 200 OK");
        }
    }

    private void listen(ApiConfig.Gate gate) {
        ApiConfig.Http settings = settings(gate);
        http = new HttpServer(
                settings,
                new PurchaseRoutes(
                        SaleId.DEFAULT,
                        (origin, sale, purchase) -> reply.copy(),
                        settings,
                        metrics,
                        Admissions.open(metrics),
                        LiveParts.counted(metrics)));
    }

    private static ApiConfig.Http settings(ApiConfig.Gate gate) {
        return new ApiConfig.Http(
                "127.0.0.1", 0, 8, 1000, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(1), gate);
    }

    private Socket connect() throws IOException {
        return connect(http.port());
    }

    /** Fails if nobody takes the connection, not even the system. */
    private Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(new InetSocketAddress("127.0.0.1", port), HANG_MILLIS);
        socket.setSoTimeout(HANG_MILLIS);
        return socket;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static void sendUntilAnswered(Socket client, String text) {
        await().until(() -> {
            if (client.getInputStream().available() > 0) {
                return true;
            }
            send(client, text);
            return false;
        });
    }

    private static List<Socket> answered(List<Socket> clients) throws IOException {
        List<Socket> answered = new ArrayList<>();
        for (Socket client : clients) {
            if (client.getInputStream().available() > 0) {
                answered.add(client);
            }
        }
        return answered;
    }

    private static BufferedReader repliesTo(Socket client) throws IOException {
        return new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    }

    /** Status line and headers. */
    private static String readHead(BufferedReader replies) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = replies.readLine(); line != null && !line.isEmpty(); line = replies.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    /** Until the server closes the connection. */
    private static String allRepliesTo(Socket client) throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            for (int next = client.getInputStream().read();
                    next >= 0;
                    next = client.getInputStream().read()) {
                all.append((char) next);
            }
        } catch (java.net.SocketException closedWithUnreadInput) {
            // what came before counts
        }
        return Contract.checkedOverTheWire("POST /seckill", all.toString());
    }
}
