package dev.seckill.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.Order;
import dev.seckill.model.OrderLogNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** The jar does its work: stores, counts, answers, parks. */
final class OrderConsumerIT extends ConsumerTestBase {

    @Test
    void storesOrdersIntoADatabaseThatItCreates() {
        List<Order> batch = orders.next(3000);
        topic.create(PARTITIONS).send(batch);

        try (ConsumerProcess consumer = start("--mysql-connection-wait=30s")) {
            awaitDrained();

            assertBookHolds(batch);
            assertThat(consumer.log()).contains("database created");
            assertThat(consumer.metric("consumer_orders_consumed_total")).isEqualTo(3000);
            assertThat(consumer.metric("consumer_orders_stored_total")).isEqualTo(3000);
            assertThat(consumer.get("/health/live")).startsWith("200 {\"live\":true");
            assertThat(consumer.get("/health/ready")).startsWith("200 {\"ready\":true");
            assertThat(consumer.get("/nothing")).startsWith("404");
            assertThat(consumer.terminate()).isZero();
            assertThat(consumer.log()).doesNotContain("ERROR").doesNotContain("WARN");
        }
    }

    @Test
    void storesARepeatedMessageOnce() {
        List<Order> batch = orders.next(500);
        topic.create(PARTITIONS).send(batch);
        topic.send(batch);

        try (ConsumerProcess consumer = start("--batch-max=100")) {
            awaitDrained();

            assertBookHolds(batch);
            assertThat(consumer.metric("consumer_orders_duplicate_total")).isEqualTo(500);
        }
    }

    @Test
    void parksWhatCannotBeStoredAndKeepsConsuming() {
        List<Order> good = new ArrayList<>(orders.next(20));
        topic.create(PARTITIONS).send(good);
        try (ConsumerProcess consumer = start()) {
            awaitDrained();
            book.execute("ALTER TABLE orders MODIFY buyer VARCHAR(12) NULL");
            Order clash = orders.withSeq(7);
            Order tooLong = orders.withSeq(1_000_000);
            topic.sendText("poison", "not an order");
            topic.sendText("empty", null);
            topic.send(List.of(clash, tooLong));
            List<Order> later = orders.next(20);
            topic.send(later);
            good.addAll(later);
            awaitDrained();

            assertBookHolds(good);
            assertThat(parked.readAll())
                    .extracting(OrderConsumerIT::keyAndReason)
                    .hasSize(4)
                    .anyMatch(text -> text.startsWith("poison undecodable: "))
                    .anyMatch(text -> text.startsWith("empty undecodable: "))
                    .anyMatch(text -> text.startsWith(clash.orderId() + " seq clash: seq 7 of sale counter is held by"))
                    .anyMatch(text -> text.startsWith(tooLong.orderId() + " unstorable: "));
            assertThat(consumer.metric("consumer_orders_parked_total")).isEqualTo(4);
            assertThat(consumer.metric("consumer_orders_clashed_total")).isEqualTo(1);
            assertThat(consumer.metric("consumer_orders_consumed_total")).isEqualTo(44);
            assertThat(consumer.log()).containsOnlyOnce("parked, ALARM").containsOnlyOnce("an ALARM means");
        }
    }

    @Test
    void parksAnOrderThatComesAgainWithOtherContent() {
        Order order = orders.next();
        topic.create(1).send(List.of(order, TestOrders.movedTo(order, 99)));

        try (ConsumerProcess consumer = start()) {
            awaitDrained();

            assertBookHolds(List.of(order));
            assertThat(parked.readAll())
                    .extracting(OrderConsumerIT::keyAndReason)
                    .singleElement()
                    .asString()
                    .contains("content clash");
            consumer.awaitLog("ALARM");
        }
    }

    private static String keyAndReason(ConsumerRecord<byte[], byte[]> message) {
        return new String(message.key(), UTF_8) + " "
                + new String(
                        message.headers()
                                .lastHeader(OrderLogNames.PARKED_REASON_HEADER)
                                .value(),
                        UTF_8);
    }
}
