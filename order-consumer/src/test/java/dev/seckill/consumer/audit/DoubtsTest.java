package dev.seckill.consumer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.StoredOrder;
import dev.seckill.consumer.store.TestOrders;
import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DoubtsTest {

    private static final AuditSettings SETTINGS = new AuditSettings(
            new KafkaConnection("k:1"),
            "LOG",
            "g",
            10,
            4096,
            Set.of(),
            Duration.ofSeconds(1),
            null,
            null,
            false,
            false);

    private final TestOrders orders = new TestOrders("counter");
    private final Ledger ledger = new Ledger();

    @Test
    void aTopicThatDoesNotExistComesBeforeTheFigures() {
        stored(orders.next());

        AuditReport report = report(facts(false, true, 0, false));

        assertThat(report.asTable())
                .startsWith("look first: the topic LOG at k:1 does not exist: are --topic (ORDER_TOPIC) and --kafka"
                        + " (KAFKA_BOOTSTRAP_SERVERS) right?")
                .contains("not on the log");
        assertThat(report.asJson()).containsPattern("\"lookFirst\" : \\[ \"the topic LOG at k:1 does not exist: ");
    }

    @Test
    void aTopicWithoutOrdersIsNamed() {
        stored(orders.next());

        assertThat(doubts(facts(true, true, 0, false)))
                .singleElement()
                .asString()
                .startsWith("the topic LOG at k:1 is empty: ");
        assertThat(doubts(new AuditReport.Facts(true, true, 5, 0, false, new AuditReport.Undecodable(5, 5, 0))))
                .singleElement()
                .asString()
                .startsWith("the topic LOG at k:1 has no order, only other messages: ");
    }

    @Test
    void aSaleThatWasDefinedAndNotSoldYetIsNothingToDoubt() {
        ledger.restocked(new SaleEvent.Restocked(new SaleId("counter"), 2, 5, 5, Instant.EPOCH, "alice"));

        assertThat(doubts(facts(true, true, 2, false))).isEmpty();
    }

    @Test
    void aSaleThatNobodyKnowsIsNamed() {
        AuditSettings one = new AuditSettings(
                new KafkaConnection("k:1"),
                "LOG",
                "g",
                10,
                4096,
                Set.of(),
                Duration.ofSeconds(1),
                new SaleId("Cars"),
                null,
                false,
                false);

        assertThat(AuditReport.of(one, ledger, facts(true, true, 5, false), List.of())
                        .doubts())
                .containsExactly("neither the log nor the book has anything of the sale Cars: is --sale right? Case"
                        + " counts.");
    }

    @Test
    void aSaleThatTheLogDoesNotKnowIsNamedUnlessTheLogIsCut() {
        Order order = orders.next();
        logged(order);
        stored(order);
        stored(new TestOrders("other").next());

        assertThat(doubts(facts(true, true, 1, false)))
                .singleElement()
                .asString()
                .startsWith("the topic LOG at k:1 has no order of the sale other, but the book has 1: ");
        assertThat(doubts(facts(true, true, 1, true))).isEmpty();
    }

    @Test
    void aBookThatIsNotThereOrEmptyIsNamed() {
        logged(orders.next());

        assertThat(doubts(facts(true, false, 1, false)))
                .singleElement()
                .asString()
                .startsWith("there is no table orders");
        assertThat(doubts(facts(true, true, 1, false)))
                .singleElement()
                .asString()
                .startsWith("the table orders is empty");
    }

    @Test
    void whereLogAndBookHoldTheSameSaleNothingIsDoubted() {
        Order order = orders.next();
        logged(order);
        stored(order);

        assertThat(report(facts(true, true, 1, false)).asTable()).startsWith("messages on the log ");
    }

    private void logged(Order order) {
        ledger.logged(order, true);
    }

    private void stored(Order order) {
        ledger.stored(order.orderId().toString(), StoredOrder.of(order));
    }

    private List<String> doubts(AuditReport.Facts facts) {
        return report(facts).doubts();
    }

    private AuditReport report(AuditReport.Facts facts) {
        return AuditReport.of(SETTINGS, ledger, facts, List.of());
    }

    private static AuditReport.Facts facts(boolean topic, boolean book, long messages, boolean cutLog) {
        return new AuditReport.Facts(topic, book, messages, 0, cutLog, new AuditReport.Undecodable(0, 0, 0));
    }
}
