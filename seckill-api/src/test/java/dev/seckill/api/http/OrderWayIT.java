package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.AdmissionSettings;
import dev.seckill.api.config.PageSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How far an order has come, asked for by its buyer's page. */
@Timeout(300)
final class OrderWayIT {

    private static final String WAY = "/sales/cars/orders/" + FakeDecisions.ORDER + "/way";

    private final FakeBook book;
    private final PageSite site;

    OrderWayIT() throws IOException {
        book = new FakeBook();
        site = new PageSite(
                new PageSettings(true, List.of()), AdmissionSettings.OPEN, book.settings(Duration.ofSeconds(2), 2));
    }

    @AfterEach
    void close() {
        site.close();
        book.close();
    }

    @Test
    void tellsHowFarTheOrderHasComeButNotWhoseItIs() {
        book.answer(
                200,
                "application/json",
                "{\"orderId\":\"" + FakeDecisions.ORDER + "\",\"sale\":\"cars\",\"seq\":3,\"buyer\":\"ann\","
                        + "\"item\":\"car\",\"quantity\":2,\"state\":\"HELD\",\"decidedAt\":\"2026-11-29T12:00:00Z\","
                        + "\"heldUntil\":\"2026-11-29T12:10:00Z\",\"settledAt\":null,\"storedAt\":null,\"no\":4}");

        HttpResponse<byte[]> way = site.get(WAY);

        assertThat(way.statusCode()).isEqualTo(200);
        assertThat(text(way))
                .isEqualTo("{\"orderId\":\"" + FakeDecisions.ORDER + "\",\"stored\":true,\"state\":\"HELD\","
                        + "\"quantity\":2,\"decidedAt\":\"2026-11-29T12:00:00Z\","
                        + "\"heldUntil\":\"2026-11-29T12:10:00Z\",\"at\":null}");
        assertThat(way.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(book.asked)
                .containsExactly("GET /api/sales/cars/orders/" + FakeDecisions.ORDER + " Bearer " + FakeBook.TOKEN);
    }

    @Test
    void anOrderThatTheBookLacksMayBeOnItsWay() {
        book.answer(404, "application/problem+json", "{}");

        HttpResponse<byte[]> way = site.get(WAY);

        assertThat(way.statusCode()).isEqualTo(200);
        assertThat(text(way)).contains("\"stored\":false", "\"state\":null");
    }

    @Test
    void aBookThatIsAwayIs503() {
        book.answer(500, "text/plain", "no");

        HttpResponse<byte[]> way = site.get(WAY);

        assertThat(way.statusCode()).isEqualTo(503);
        assertThat(way.headers().firstValue("Retry-After")).contains("2");
    }

    @Test
    void whatIsNoOrderIsNotAskedFor() {
        assertThat(site.get("/sales/cars/orders/1/way").statusCode()).isEqualTo(400);
        assertThat(site.get("/sales/-/orders/" + FakeDecisions.ORDER + "/way").statusCode())
                .isEqualTo(400);
        assertThat(book.asked).isEmpty();
    }

    @Test
    void withoutABookThereIsNoWay() {
        try (PageSite none = new PageSite()) {
            assertThat(none.get(WAY).statusCode()).isEqualTo(404);
        }
    }

    private static String text(HttpResponse<byte[]> reply) {
        return new String(reply.body(), UTF_8);
    }
}
