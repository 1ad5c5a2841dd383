package dev.seckill.consumer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.notify.Answer.End;
import dev.seckill.consumer.notify.HttpShop.Resolver;
import dev.seckill.consumer.notify.WebhookSettings.DeliverySettings;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.topic.KafkaConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server on this machine. */
@Timeout(60)
final class HttpShopTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);
    private static final Webhook WEBHOOK =
            new Webhook("counter:5", "order", Instant.EPOCH, "{\"test\":\"é\"}".getBytes(UTF_8));
    private static final WebhookSecrets SECRETS = WebhookSecrets.of(List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Resolver resolver = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void sendsASignedMessageToTheAddressThatItLookedUpUnderTheNameOfTheUrl() throws InterruptedException {
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Host"));
            for (String name : List.of("Content-Type", "webhook-id", "webhook-timestamp", "webhook-signature")) {
                seen.add(exchange.getRequestHeaders().getFirst(name));
            }
            seen.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            answer(exchange, 204);
        });

        assertThat(tell("shop.example", "/hooks/a%20b?c=d", true).end()).isEqualTo(End.DELIVERED);

        assertThat(seen)
                .containsExactly(
                        "POST /hooks/a%20b?c=d shop.example:" + port(),
                        "application/json",
                        "counter:5",
                        "1614265330",
                        SECRETS.sign("counter:5", 1_614_265_330, WEBHOOK.body()),
                        "{\"test\":\"é\"}",
                        "204");
    }

    @Test
    void nothingGoesToAnAddressOfThisMachineUnlessThatIsAllowed() throws InterruptedException {
        server.createContext("/", exchange -> answer(exchange, 200));

        Answer refused = tell("shop.example", "/", false);

        assertThat(refused.end()).isEqualTo(End.FAILED);
        assertThat(refused.detail()).contains("127.0.0.1", "--webhook-allow-private");
        assertThat(seen).isEmpty();
    }

    @Test
    void anAddressInTheUrlItselfIsLookedAtToo() throws InterruptedException {
        resolver = InetAddress::getAllByName;
        server.createContext("/", exchange -> answer(exchange, 200));

        for (String host : List.of("127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433")) {
            assertThat(tell(host, "/", false).end()).as(host).isEqualTo(End.FAILED);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void theNameIsLookedUpForEachAttempt() throws InterruptedException {
        server.createContext("/", exchange -> answer(exchange, 200));
        try (HttpShop shop = shop("http://shop.example:" + port() + "/", true)) {
            assertThat(shop.tell(WEBHOOK).end()).isEqualTo(End.DELIVERED);
            resolver = host -> {
                throw new UnknownHostException(host);
            };

            Answer unknown = shop.tell(WEBHOOK);

            assertThat(unknown.end()).isEqualTo(End.FAILED);
            assertThat(unknown.detail()).contains("no address for shop.example");
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws InterruptedException {
        server.createContext("/from", exchange -> {
            exchange.getResponseHeaders().set("Location", "/to");
            answer(exchange, 302);
        });
        server.createContext("/to", exchange -> answer(exchange, 200));

        Answer redirected = tell("localhost", "/from", true);

        assertThat(redirected.end()).isEqualTo(End.FAILED);
        assertThat(redirected.detail()).contains("302");
        assertThat(seen).containsExactly("302");
    }

    @Test
    void goneIsTheEndAndAnythingElseIsAFailure() throws InterruptedException {
        server.createContext("/410", exchange -> answer(exchange, 410));
        server.createContext("/400", exchange -> answer(exchange, 400));
        server.createContext("/503", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "17");
            answer(exchange, 503);
        });
        server.createContext("/500", exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT");
            answer(exchange, 500);
        });

        assertThat(tell("localhost", "/410", true).end()).isEqualTo(End.GONE);
        assertThat(tell("localhost", "/400", true)).isEqualTo(Answer.failed("status 400"));
        assertThat(tell("localhost", "/503", true))
                .isEqualTo(new Answer(End.FAILED, "status 503", Duration.ofSeconds(17)));
        assertThat(tell("localhost", "/500", true)).isEqualTo(Answer.failed("status 500"));
    }

    @Test
    void aReplyIsReadUpTo64KibibytesAndNotLongerThanTheTimeOut() throws InterruptedException {
        server.createContext("/long", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[8192];
            try {
                while (end.getCount() > 0) { // until the client breaks it off
                    exchange.getResponseBody().write(chunk);
                }
            } catch (IOException brokenOff) {
                seen.add("broken off");
            }
        });
        server.createContext("/silent", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await(end);
        });

        assertThat(tell("localhost", "/long", true).end()).isEqualTo(End.DELIVERED);
        assertThat(seen.take()).isEqualTo("broken off");
        requestTimeout = Duration.ofMillis(500);
        assertThat(tell("localhost", "/silent", true).detail()).containsAnyOf("PT0.5S", "timed out");
    }

    @Test
    void aShopThatIsNotThereHasFailed() throws InterruptedException {
        server.stop(0);
        assertThat(tell("localhost", "/", true).detail()).contains("ConnectException");
    }

    private Answer tell(String host, String path, boolean allowPrivate) throws InterruptedException {
        try (HttpShop shop = shop("http://" + host + ":" + port() + path, allowPrivate)) {
            return shop.tell(WEBHOOK);
        }
    }

    private HttpShop shop(String url, boolean allowPrivate) {
        try {
            return new HttpShop(
                    settings(url, allowPrivate, requestTimeout),
                    host -> resolver.addresses(host),
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static WebhookSettings settings(String url, boolean allowPrivate, Duration requestTimeout) {
        KafkaConnection kafka = new KafkaConnection("localhost:1");
        return new WebhookSettings(
                URI.create(url),
                SECRETS,
                new OrderLogSettings(
                        kafka,
                        "LOG",
                        "hooks",
                        10,
                        70_000,
                        4096,
                        Set.of(),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(30)),
                new ParkingSettings(kafka, "LOG.WEBHOOKS.DLT", 1, (short) 1, Duration.ofSeconds(1)),
                10,
                10,
                Duration.ofSeconds(1),
                new DeliverySettings(
                        1,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(10),
                        Duration.ofMillis(20),
                        Duration.ofSeconds(30),
                        requestTimeout,
                        allowPrivate));
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        seen.add(Integer.toString(status));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
