package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.sale.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strangers who send long bodies and do not end them. */
@Timeout(300)
final class LongBodiesIT {

    private static final String ORDER = "{\"buyer\":\"ann\"}";

    private final Shop shop = new Shop(Duration.ofSeconds(40), Shop.TOKENS);
    private final List<Socket> strangers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        leave();
        shop.close();
    }

    private void leave() throws IOException {
        for (Socket stranger : strangers) {
            stranger.close();
        }
        strangers.clear();
    }

    @Test
    void theyTakeNoMoreMemoryThanThereIsForThemAndCrowdOutNoOrder() throws Exception {
        shop.decisions.answer(FakeDecisions.order(Outcome.ACCEPTED));
        byte[] unfinished =
                ("POST /api/sales/cars/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 20000\r\n\r\n" + " ".repeat(19_000))
                        .getBytes(US_ASCII);
        for (int i = 0; i < 260; i++) {
            Socket stranger = new Socket(InetAddress.getLoopbackAddress(), shop.port());
            strangers.add(stranger);
            stranger.getOutputStream().write(unfinished);
        }

        await().until(() -> orderOf(10_000).statusCode() == 503);
        HttpResponse<String> refused = orderOf(10_000);
        assertThat(refused.body()).contains("\"type\":\"/docs#overloaded\"");
        assertThat(refused.headers().firstValue("Retry-After")).contains("2");
        assertThat(shop.order(ORDER).statusCode()).isEqualTo(201);
        assertThat(shop.metrics.scrape()).doesNotContain("seckill_requests_answered_total{outcome=\"overloaded\"} 0.0");

        leave();
        await().until(() -> orderOf(10_000).statusCode() == 201);
    }

    private HttpResponse<String> orderOf(int bytes) {
        return shop.order(ORDER + " ".repeat(bytes - ORDER.length()));
    }
}
