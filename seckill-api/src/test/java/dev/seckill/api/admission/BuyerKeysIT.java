package dev.seckill.api.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.ECKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.BuyerTokens;
import dev.seckill.api.config.Rates;
import dev.seckill.api.config.TokenAlgorithm;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.model.BuyerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys that a real server has, or a file. */
@Timeout(300)
final class BuyerKeysIT {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final BuyerId ANN = new BuyerId("ann");

    private final ECKey first = SigningKeys.ec("first");
    private final ECKey second = SigningKeys.ec("second");
    private final ApiMetrics metrics = new ApiMetrics();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Answer answer;
    private int waitingMax = 1000;
    private HttpServer shop;
    private Admission admission;

    @TempDir
    Path folder;

    /** What the shop's server says. */
    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @BeforeEach
    void open() throws IOException {
        shop = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        shop.setExecutor(Executors.newCachedThreadPool());
        shop.createContext("/", exchange -> {
            asked.incrementAndGet();
            try {
                answer.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        shop.start();
    }

    @AfterEach
    void close() {
        closed.countDown();
        if (admission != null) {
            admission.close();
        }
        shop.stop(0);
        metrics.close();
    }

    @Test
    void aServerThatIsAwayAtTheStartMeansLaterUntilItIsThere() {
        answer = exchange -> exchange.sendResponseHeaders(500, -1);
        admit(url(), HOUR, LONG);

        assertThat(ask(first)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.retryAfterSeconds()).isPositive();
        });
        assertThat(admission.trouble()).contains("not loaded yet");

        answer = exchange -> send(exchange, SigningKeys.published(first));
        await().atMost(LONG).until(() -> admission.trouble() == null);
        assertThat(ask(first)).isEqualTo(new Verdict.Admitted(ANN));
        assertThat(ask(second)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aKeyThatIsNewIsReadSoonOnceATokenNamesIt() {
        answer = exchange -> send(exchange, SigningKeys.published(first));
        admit(url(), Duration.ofSeconds(5), LONG);
        await().atMost(LONG).until(() -> admission.trouble() == null);
        assertThat(ask(first)).isEqualTo(new Verdict.Admitted(ANN));

        answer = exchange -> send(exchange, SigningKeys.published(second));

        await().atMost(LONG).until(() -> ask(second).equals(new Verdict.Admitted(ANN)));
        assertThat(ask(first))
                .as("a token of a key that is gone, known to be good before")
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void keysStayThatWereGoodWhateverTheServerSaysLater() {
        answer = exchange -> send(exchange, SigningKeys.published(first));
        admit(url(), Duration.ofMillis(50), Duration.ofMillis(500));
        await().atMost(LONG).until(() -> admission.trouble() == null);

        for (Answer bad : List.<Answer>of(
                exchange -> exchange.sendResponseHeaders(404, -1),
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    exchange.sendResponseHeaders(302, -1);
                },
                exchange -> send(exchange, "no JSON"),
                exchange -> send(exchange, "{\"keys\":[]}"),
                exchange -> send(exchange, "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQ\"}]}"),
                exchange -> send(exchange, " ".repeat(100_000) + SigningKeys.published(second)),
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    closed.await();
                })) {
            answer = bad;
            int before = asked.get();
            await().atMost(LONG).until(() -> asked.get() > before + 1);
            assertThat(ask(first)).isEqualTo(new Verdict.Admitted(ANN));
        }
        answer = exchange -> send(exchange, SigningKeys.published(first, second));
        await().atMost(LONG).until(() -> ask(second).equals(new Verdict.Admitted(ANN)));
    }

    @Test
    void tokensPastTheBoundAreRefusedAtOnceWhileOthersAreChecked() {
        answer = exchange -> send(exchange, SigningKeys.published(first));
        waitingMax = 1;
        admit(url(), HOUR, LONG);
        await().atMost(LONG).until(() -> admission.trouble() == null);
        List<Caller> callers =
                IntStream.range(0, 200).mapToObj(i -> caller(first)).toList(); // each with a signature of its own

        List<CompletableFuture<Verdict>> asked =
                callers.stream().map(admission::ofHead).toList();

        assertThat(asked.stream().map(CompletableFuture::join))
                .contains(new Verdict.Admitted(ANN))
                .contains(Verdict.Refused.overloaded("Too many tokens wait for the check of their signature."));
    }

    @Test
    void aFileThatIsWrittenAnewIsReadAnew() throws IOException {
        Path file = folder.resolve("keys.json");
        Files.writeString(file, SigningKeys.published(first));
        admit(file.toString(), Duration.ofMillis(50), LONG);
        await().atMost(LONG).until(() -> ask(first).equals(new Verdict.Admitted(ANN)));

        Files.writeString(file, SigningKeys.published(second));

        await().atMost(LONG).until(() -> ask(second).equals(new Verdict.Admitted(ANN)));
    }

    private String url() {
        return URI.create("http://127.0.0.1:" + shop.getAddress().getPort() + "/keys")
                .toString();
    }

    private void admit(String keys, Duration refresh, Duration timeout) {
        BuyerTokens tokens = new BuyerTokens(
                new BuyerTokens.Keys(keys, refresh, timeout, 10_000),
                null,
                Set.of(TokenAlgorithm.ES256),
                null,
                null,
                Duration.ZERO,
                4096,
                100,
                waitingMax);
        admission = new Admission(new AdmissionSettings(tokens, new Rates(null, null, 64, 0)), metrics);
    }

    private Verdict ask(ECKey key) {
        return admission.ofHead(caller(key)).join();
    }

    private static Caller caller(ECKey key) {
        String token =
                TokenMint.ofPrivateKey(key.toJSONString(), Clock.systemUTC()).token(ANN, HOUR, null, null);
        return new FakeCaller("1.2.3.4", Map.of("Authorization", List.of("Bearer " + token)));
    }

    private static void send(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
