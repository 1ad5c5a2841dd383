package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.Contract;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.Reply;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.sale.Decision;
import dev.seckill.api.sale.Request;
import dev.seckill.model.SaleId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which threads buyers need, on a real server with few of them and decisions that the test makes. */
@Timeout(300)
final class HttpServerIT {

    private static final int THREADS = 8;
    /** All but the two that accept and select. */
    private static final int FREE_THREADS = THREADS - 2;

    private static final Reply SOLD_OUT = new Reply(Decision.soldOut(), true);
    private static final String PURCHASE = "POST /seckill HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String SLOW_PURCHASE = "POST /seckill HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n";

    private final ApiMetrics metrics = new ApiMetrics();
    private final BlockingQueue<CompletableFuture<Reply>> asked = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    private HttpServer http;

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        http.close();
        metrics.close();
    }

    @Test
    void buyersWhoSendSlowlyHoldUpNobodyHoweverManyTheyAre() throws Exception {
        listen();
        Socket buyer = connect();
        BufferedReader replies = repliesTo(buyer);
        assertThat(buy(buyer, replies)).startsWith("HTTP/1.1 200 OK");

        sendSlowly(3 * THREADS);

        // All but the first go on with a connection that another thread has answered meanwhile.
        for (int i = 0; i < 100; i++) {
            assertThat(buy(buyer, replies)).startsWith("HTTP/1.1 200 OK");
        }
        Socket newcomer = connect();
        assertThat(buy(newcomer, repliesTo(newcomer))).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void aClientThatReadsNoRepliesHoldsUpNobodyWhoIsConnected() throws Exception {
        listen();
        Socket buyer = connect();
        BufferedReader replies = repliesTo(buyer);
        // Its reply repeats the path, as long as the server takes one.
        byte[] request = ("POST /" + "x".repeat(8130) + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII);

        try (SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", http.port()))) {
            client.configureBlocking(false);
            ByteBuffer unsent = ByteBuffer.wrap(request);
            int writesWithoutRoom = 0;
            while (writesWithoutRoom < 10) {
                writesWithoutRoom = client.write(unsent) == 0 ? writesWithoutRoom + 1 : 0;
                if (!unsent.hasRemaining()) {
                    unsent.rewind();
                }
                assertThat(buy(buyer, replies)).startsWith("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void aClientThatAsksForPagesAndReadsNoneHoldsUpNobody() throws Exception {
        listen(
                purchase -> CompletableFuture.completedFuture(SOLD_OUT),
                Duration.ofSeconds(1),
                routes -> routes.get("/page", ctx -> ctx.result("x".repeat(100_000))));
        Socket buyer = connect();
        BufferedReader replies = repliesTo(buyer);
        Socket client = connect();
        send(client, "GET /page HTTP/1.1\r\nHost: x\r\nX-HTTP-Method-Override: POST\r\n\r\n".repeat(100));

        for (int i = 0; i < 1000; i++) {
            send(buyer, PURCHASE);
            assertThat(readReply(replies)).startsWith("HTTP/1.1 200 OK");
        }
        assertThat(client.getInputStream().available()).as("the page is served").isPositive();
    }

    @Test
    void aClientThatAsksWithoutPauseLetsOthersHaveTheirTurn() throws Exception {
        CountDownLatch otherHasAsked = new CountDownLatch(1);
        List<Request> handled = Collections.synchronizedList(new ArrayList<>());
        listen(purchase -> {
            handled.add(purchase);
            if (handled.size() == 2) {
                awaitUnchecked(otherHasAsked);
            }
            return CompletableFuture.completedFuture(SOLD_OUT);
        });
        Socket other = connect();
        send(other, PURCHASE);
        readReply(repliesTo(other));

        Socket client = connect();
        send(client, PURCHASE.repeat(100));
        await().until(() -> handled.size() == 2);
        send(other, "POST /seckill HTTP/1.1\r\nHost: x\r\nIdempotency-Key: other\r\n\r\n");
        otherHasAsked.countDown();

        BufferedReader replies = repliesTo(client);
        for (int i = 0; i < 100; i++) {
            assertThat(readReply(replies)).startsWith("HTTP/1.1 200 OK");
        }
        assertThat(readReply(repliesTo(other))).startsWith("HTTP/1.1 200 OK");
        assertThat(handled).hasSize(102);
        assertThat(handled.subList(0, 60)).anyMatch(purchase -> purchase.key() != null);
    }

    @Test
    void aBuyerWhoSendsSlowlyIsAnsweredOnceAllIsThere() throws Exception {
        listen();
        Socket buyer = connect();
        send(buyer, SLOW_PURCHASE);
        await().untilAsserted(() -> assertThat(metrics.scrape()).contains("seckill_requests_received_total 1.0"));
        assertThat(asked).isEmpty();
        send(buyer, "0123456789");
        decideNext();

        assertThat(readReply(repliesTo(buyer))).startsWith("HTTP/1.1 200 OK").endsWith("sold out!");
    }

    @Test
    void whoWaitsForAThreadWhenTheServerStopsIsStillAnswered() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger held = new AtomicInteger();
        listen(
                purchase -> CompletableFuture.completedFuture(SOLD_OUT),
                Duration.ofSeconds(30),
                routes -> routes.get("/hold", ctx -> {
                    held.incrementAndGet();
                    awaitUnchecked(release);
                }));
        Deque<Socket> buyers = connectMany();
        Socket waiting = connect();
        BufferedReader waitingReplies = repliesTo(waiting);
        send(waiting, PURCHASE);
        readReply(waitingReplies);

        for (int i = 0; i < FREE_THREADS; i++) {
            send(connect(), "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        await().until(() -> held.get() == FREE_THREADS);
        send(waiting, "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
        // Whoever is answered twice now was selected after it.
        for (int i = 0; i < 2; i++) {
            send(buyers.element(), PURCHASE);
            assertThat(readReply(repliesTo(buyers.element()))).startsWith("HTTP/1.1 200 OK");
        }

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(http::close);
        awaitStopping(buyers);
        release.countDown();

        assertThat(readReply(waitingReplies, "/hold")).startsWith("HTTP/1.1 200 OK");
        stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoStillSendsWhenTheServerStopsIsAnsweredToo() throws Exception {
        listen(purchase -> CompletableFuture.completedFuture(SOLD_OUT), Duration.ofSeconds(30));
        Deque<Socket> buyers = connectMany();
        List<Socket> slow = sendSlowly(THREADS);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(http::close);
        awaitStopping(buyers);
        for (Socket socket : slow) {
            send(socket, "0123456789");
            assertThat(readReply(repliesTo(socket))).startsWith("HTTP/1.1 200 OK");
        }

        stopped.get(10, TimeUnit.SECONDS);
    }

    private void listen() {
        listen(purchase -> {
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            asked.add(reply);
            return reply;
        });
    }

    private void listen(Function<Request, CompletableFuture<Reply>> decisions) {
        listen(decisions, Duration.ofSeconds(1));
    }

    private void listen(
            Function<Request, CompletableFuture<Reply>> decisions, Duration stopWait, HttpRoutes... others) {
        ApiConfig.Http settings = new ApiConfig.Http(
                "127.0.0.1", 0, THREADS, 1000, Duration.ofSeconds(30), Duration.ofSeconds(1), stopWait, Gates.DEFAULT);
        List<HttpRoutes> routes = new ArrayList<>(List.of(others));
        routes.add(new PurchaseRoutes(
                SaleId.DEFAULT,
                (origin, sale, purchase) -> decisions.apply(purchase),
                settings,
                metrics,
                Admissions.open(metrics),
                LiveParts.counted(metrics)));
        http = new HttpServer(settings, routes.toArray(HttpRoutes[]::new));
    }

    private String buy(Socket buyer, BufferedReader replies) throws Exception {
        send(buyer, PURCHASE);
        decideNext();
        return readReply(replies);
    }

    /** So many more buyers of whose purchase only the head is there. */
    private List<Socket> sendSlowly(int buyers) throws IOException {
        double before = received();
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < buyers; i++) {
            slow.add(connect());
            send(slow.get(i), SLOW_PURCHASE);
        }
        await().until(() -> received() == before + buyers);
        return slow;
    }

    private double received() {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("seckill_requests_received_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private void decideNext() throws InterruptedException {
        CompletableFuture<Reply> next = asked.poll(10, TimeUnit.SECONDS);
        assertThat(next).as("a purchase that waits for its decision").isNotNull();
        next.complete(SOLD_OUT);
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", http.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private static BufferedReader repliesTo(Socket buyer) throws IOException {
        return new BufferedReader(new InputStreamReader(buyer.getInputStream(), US_ASCII));
    }

    private static void send(Socket buyer, String text) throws IOException {
        buyer.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** Until the server refuses what is new; a connection that it has closed after a last reply is given up. */
    private static void awaitStopping(Deque<Socket> buyers) {
        await().until(() -> {
            try {
                send(buyers.element(), PURCHASE);
                String reply = readReply(repliesTo(buyers.element()));
                if (!reply.isEmpty()) {
                    return reply.startsWith("HTTP/1.1 503");
                }
            } catch (SocketException closed) {
                // as after an empty reply
            }
            buyers.remove();
            return false;
        });
    }

    private Deque<Socket> connectMany() throws IOException {
        Deque<Socket> buyers = new ArrayDeque<>();
        for (int i = 0; i < 10; i++) {
            buyers.add(connect());
            send(buyers.getLast(), PURCHASE);
            assertThat(readReply(repliesTo(buyers.getLast()))).startsWith("HTTP/1.1 200 OK");
        }
        return buyers;
    }

    /** Status line, headers and body; empty if the server has closed the connection. */
    private static String readReply(BufferedReader replies) throws IOException {
        return readReply(replies, "/seckill");
    }

    private static String readReply(BufferedReader replies, String path) throws IOException {
        StringBuilder head = new StringBuilder();
        int length = 0;
        for (String line = replies.readLine(); line != null && !line.isEmpty(); line = replies.readLine()) {
            head.append(line).append('\n');
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < length; i++) {
            body.append((char) replies.read());
        }
        if (path.equals("/seckill") && head.length() > 0) {
            Contract.checked("POST", path, head + "\n" + body);
        }
        return head.toString() + body;
    }
}
