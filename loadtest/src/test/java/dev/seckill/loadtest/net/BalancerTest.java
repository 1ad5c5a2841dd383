package dev.seckill.loadtest.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.seckill.loadtest.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom the balancer sends buyers to. */
@Timeout(60)
final class BalancerTest {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final ReadyCheck.Rhythm RHYTHM =
            new ReadyCheck.Rhythm(Duration.ofMillis(20), Duration.ofSeconds(5), 2);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Instance one = new Instance("one");
    private final Instance two = new Instance("two");
    private final Balancer balancer = Balancer.of(List.of(one.url(), two.url()), RHYTHM);

    BalancerTest() throws IOException {
        opened.add(balancer);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    /** Says its name, and whether it is ready. */
    private final class Instance {

        private final AtomicInteger ready = new AtomicInteger(200);
        private final HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

        Instance(String name) throws IOException {
            http.createContext("/health/ready", exchange -> {
                exchange.sendResponseHeaders(ready.get(), -1);
                exchange.close();
            });
            http.createContext("/name", exchange -> {
                exchange.getResponseHeaders().set("Connection", "close");
                exchange.sendResponseHeaders(200, name.length());
                exchange.getResponseBody().write(name.getBytes(US_ASCII));
                exchange.close();
            });
            http.start();
            opened.add(() -> http.stop(0));
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        }
    }

    private String ask() throws IOException {
        try (var in = balancer.url().resolve("/name").toURL().openStream()) {
            return new String(in.readAllBytes(), US_ASCII);
        }
    }

    private void awaitUp(boolean oneIs, boolean twoIs) throws InterruptedException {
        assertThat(Patience.await(WAIT, () -> balancer.isUp(one.url()) == oneIs && balancer.isUp(two.url()) == twoIs))
                .isTrue();
    }

    private Set<String> askTenTimes() throws IOException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            names.add(ask());
        }
        return names;
    }

    @Test
    void buyersGoToAllThatAreReadyInTurn() throws Exception {
        awaitUp(true, true);

        assertThat(askTenTimes()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void nobodyIsSentToAnInstanceThatIsNotReady() throws Exception {
        one.ready.set(503);
        awaitUp(false, true);
        assertThat(askTenTimes()).containsExactly("two");

        one.ready.set(200);
        awaitUp(true, true);
        assertThat(askTenTimes()).contains("one");
    }

    @Test
    void whoTakesNoConnectionIsPassedOver() throws Exception {
        awaitUp(true, true);
        one.http.stop(0);

        assertThat(ask()).isEqualTo("two");
        assertThat(ask()).isEqualTo("two");
    }

    @Test
    void ifNoneIsReadyAnyMayServe() throws Exception {
        one.ready.set(503);
        two.ready.set(503);
        awaitUp(false, false);

        assertThat(ask()).isIn("one", "two");
    }

    @Test
    void ifNoneIsThereTheConnectionEnds() throws Exception {
        one.http.stop(0);
        two.http.stop(0);
        awaitUp(false, false);

        assertThatThrownBy(this::ask).isInstanceOf(IOException.class);
    }
}
