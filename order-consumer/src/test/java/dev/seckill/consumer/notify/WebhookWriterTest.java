package dev.seckill.consumer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What shops read, to the letter: their programs depend on it. */
final class WebhookWriterTest {

    private static final SaleId SALE = new SaleId("cars");
    private static final OrderId ID = OrderId.parse("0193542f-7a00-7000-8000-0123456789ab");
    private static final Instant AT = Instant.parse("2026-11-22T10:16:00.250Z");
    private static final Instant UNTIL = Instant.parse("2026-11-22T10:26:00.250Z");
    private static final String HEAD =
            ",\"timestamp\":\"2026-11-22T10:16:00.250Z\",\"data\":{\"sale\":\"cars\",\"no\":7,";
    private static final String ORDER = HEAD + "\"orderId\":\"0193542f-7a00-7000-8000-0123456789ab\",";

    @Test
    void tellsOfAnOrderThatIsHeld() {
        assertThat(told(new SaleEvent.Accepted(7, order(98), UNTIL, true)))
                .containsExactly("cars:7 {\"type\":\"order.accepted\"" + ORDER
                        + "\"state\":\"HELD\",\"heldUntil\":\"2026-11-22T10:26:00.250Z\",\"seq\":2,"
                        + "\"buyer\":\"Zoë \\\"Z\\\" 李\",\"item\":\"car\",\"quantity\":2,\"left\":98}}");
    }

    @Test
    void tellsOfAnOrderThatIsConfirmedAtOnce() {
        assertThat(told(new SaleEvent.Accepted(7, order(98))))
                .containsExactly("cars:7 {\"type\":\"order.accepted\"" + ORDER + "\"state\":\"CONFIRMED\",\"seq\":2,"
                        + "\"buyer\":\"Zoë \\\"Z\\\" 李\",\"item\":\"car\",\"quantity\":2,\"left\":98}}");
    }

    @Test
    void tellsWhatBecomesOfAnOrder() {
        assertThat(told(new SaleEvent.Confirmed(SALE, 7, ID, 98, AT, "shop")))
                .containsExactly("cars:7 {\"type\":\"order.confirmed\"" + ORDER
                        + "\"state\":\"CONFIRMED\",\"by\":\"shop\",\"left\":98}}");
        assertThat(told(new SaleEvent.Released(
                        SALE, 7, ID, new BuyerId("Zoë"), 2, 100, AT, "expiry", SaleEvent.Released.Reason.EXPIRED)))
                .containsExactly("cars:7 {\"type\":\"order.released\"" + ORDER
                        + "\"state\":\"RELEASED\",\"by\":\"expiry\",\"reason\":\"EXPIRED\",\"quantity\":2,"
                        + "\"buyer\":\"Zoë\",\"left\":100}}");
        assertThat(told(new SaleEvent.Late(SALE, 7, ID, 98, AT, "shop")))
                .containsExactly("cars:7 {\"type\":\"order.late\"" + ORDER
                        + "\"state\":\"RELEASED\",\"by\":\"shop\",\"left\":98}}");
        assertThat(told(new SaleEvent.Extended(SALE, 7, ID, UNTIL, 98, AT, "shop")))
                .containsExactly("cars:7 {\"type\":\"order.extended\"" + ORDER + "\"state\":\"HELD\",\"by\":\"shop\","
                        + "\"heldUntil\":\"2026-11-22T10:26:00.250Z\",\"left\":98}}");
    }

    @Test
    void tellsThatTheLastUnitIsGoneBehindTheOrderThatTookIt() {
        assertThat(told(new SaleEvent.Accepted(7, order(0))))
                .hasSize(2)
                .element(1)
                .isEqualTo("cars:7:sold_out {\"type\":\"sale.sold_out\"" + HEAD + "\"left\":0}}");
        assertThat(told(new SaleEvent.Restocked(SALE, 7, -3, 0, AT, "alice")))
                .singleElement()
                .asString()
                .startsWith("cars:7:sold_out ");
    }

    @Test
    void tellsNothingOfUnitsThatCameOrWereTakenBack() {
        assertThat(told(new SaleEvent.Restocked(SALE, 7, 3, 3, AT, "alice"))).isEmpty();
        assertThat(told(new SaleEvent.Restocked(SALE, 7, -3, 1, AT, "alice"))).isEmpty();
        assertThat(told(new SaleEvent.Recovered(SALE, 7, 0, AT, 1, List.of(), List.of())))
                .isEmpty();
    }

    @Test
    void anOrderOfAProgramWithoutAJournalIsNamedByItsId() {
        assertThat(WebhookWriter.of(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order(0))))
                .extracting(Webhook::id, Webhook::key)
                .containsExactly(tuple("cars:" + ID, ID.toString()));
    }

    @Test
    void tellsThatASaleOpensAndCloses() {
        assertThat(text(WebhookWriter.opened(SALE, 7, AT, "Hundred cars")))
                .isEqualTo("cars:7:opened {\"type\":\"sale.opened\"" + HEAD + "\"name\":\"Hundred cars\"}}");
        assertThat(text(WebhookWriter.closed(SALE, 7, AT, "Hundred cars")))
                .isEqualTo("cars:7:closed {\"type\":\"sale.closed\"" + HEAD + "\"name\":\"Hundred cars\"}}");
    }

    private static Order order(long left) {
        return new Order(ID, SALE, 2, new BuyerId("Zoë \"Z\" 李"), "car", 2, left, AT);
    }

    private static List<String> told(SaleEvent event) {
        return WebhookWriter.of(event).stream().map(WebhookWriterTest::text).toList();
    }

    private static String text(Webhook webhook) {
        return webhook.id() + " " + new String(webhook.body(), UTF_8);
    }
}
