package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.TopicsAnew;
import dev.seckill.model.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** Whichever server dies or stands still, every order on the log becomes one row. */
@OnContainersToo
final class ConsumerFaultsIT extends ConsumerTestBase {

    @Test
    void drainsAfterMySqlWasKilled() {
        List<Order> all = new ArrayList<>(orders.next(500));
        topic.create(PARTITIONS).send(all);
        try (ConsumerProcess consumer = start()) {
            awaitDrained();
            double before = consumer.metric("consumer_store_outages_total");
            stack.mysql().kill();
            try {
                List<Order> meanwhile = orders.next(500);
                topic.send(meanwhile);
                all.addAll(meanwhile);
                consumer.awaitLog("order-loop - paused");
                assertThat(consumer.get("/health/ready")).startsWith("503").contains("mysql");
                assertThat(consumer.get("/health/live")).startsWith("200");
                assertThat(consumer.metric("consumer_store_outages_total")).isEqualTo(before + 1);
            } finally {
                stack.mysql().start();
            }
            awaitDrained();

            assertBookHolds(all);
            assertThat(consumer.get("/health/ready")).startsWith("200");
        }
    }

    @Test
    void drainsAfterMySqlWasFrozen() {
        List<Order> all = new ArrayList<>(orders.next(500));
        topic.create(PARTITIONS).send(all);
        try (ConsumerProcess consumer = start("--mysql-socket-timeout=2s", "--mysql-lock-wait=1s")) {
            awaitDrained();
            stack.mysql().freeze();
            try {
                List<Order> meanwhile = orders.next(500);
                topic.send(meanwhile);
                all.addAll(meanwhile);
                consumer.awaitLog("order-loop - paused");
            } finally {
                stack.mysql().thaw();
            }
            awaitDrained();

            assertBookHolds(all);
        }
    }

    @Test
    void keepsItsPartitionsThroughAnOutageLongerThanTheSession() {
        topic.create(PARTITIONS).send(orders.next(10));
        try (ConsumerProcess consumer = start()) {
            awaitDrained();
            stack.mysql().stop();
            try {
                topic.send(orders.next(10));
                consumer.awaitLog("order-loop - paused");
                // A member that stopped polling or beating would be out by then.
                await("outage longer than the session")
                        .during(Duration.ofSeconds(8))
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> !consumer.log().contains("given up"));
            } finally {
                stack.mysql().start();
            }
            awaitDrained();

            assertThat(consumer.log()).doesNotContain("given up");
            assertThat(book.count()).isEqualTo(20);
        }
    }

    @Test
    void stopsDuringAnOutageWithoutCommitting() {
        topic.create(PARTITIONS).send(orders.next(10));
        try (ConsumerProcess consumer = start()) {
            awaitDrained();
            stack.mysql().stop();
            try {
                topic.send(orders.next(10));
                consumer.awaitLog("order-loop - paused");

                assertThat(consumer.terminate()).isZero();
                assertThat(topic.lag(group())).isEqualTo(10);
            } finally {
                stack.mysql().start();
            }
        }
        try (ConsumerProcess next = start()) {
            awaitDrained();
            assertThat(book.count()).isEqualTo(20);
        }
    }

    @Test
    void goesOnAfterKafkaWasKilled() {
        List<Order> all = new ArrayList<>(orders.next(500));
        topic.create(PARTITIONS).send(all);
        try (ConsumerProcess consumer = start()) {
            awaitDrained();
            stack.kafka().kill();
            stack.kafka().start();
            List<Order> later = orders.next(500);
            topic.send(later);
            all.addAll(later);
            awaitDrained();

            assertBookHolds(all);
            assertThat(consumer.isAlive()).isTrue();
        }
    }

    @Test
    void saysThatKafkaIsFrozenAndGoesOnWhenItThaws() {
        List<Order> all = new ArrayList<>(orders.next(100));
        topic.create(PARTITIONS).send(all);
        try (ConsumerProcess consumer = start()) {
            awaitDrained();
            stack.kafka().freeze();
            try {
                consumer.awaitLog("group - kafka away, no heartbeat");
                assertThat(consumer.get("/health/ready")).startsWith("503").contains("kafka");
                assertThat(consumer.get("/health/live")).startsWith("200");
            } finally {
                stack.kafka().thaw();
            }
            List<Order> later = orders.next(100);
            topic.send(later);
            all.addAll(later);
            awaitDrained();

            assertBookHolds(all);
            consumer.awaitLog("group - kafka is back");
        }
    }

    @Test
    void readsATopicThatWasMadeAnewFromItsBeginningThoughItIsLongerThanWhatWasRead() throws Exception {
        List<Order> all = new ArrayList<>(orders.next(300));
        topic.create(PARTITIONS).send(all);
        try (ConsumerProcess consumer = start()) {
            awaitDrained();

            makeAnewWith(all, 900);
            awaitRows(1200);

            assertBookHolds(all);
            consumer.awaitLog("was made anew since it was read");
            awaitDrained();
        }
        makeAnewWith(all, 3000); // while nobody looks
        try (ConsumerProcess next = start()) {
            awaitRows(4200);

            assertBookHolds(all);
            next.awaitLog("order-consumer - ready");
        }
    }

    /** The old topic's producer must have nothing more to do with it. */
    private void makeAnewWith(List<Order> all, int more) throws Exception {
        String name = topic.name();
        topic.close();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
            TopicsAnew.make(admin, name, PARTITIONS);
        }
        topic = new TestTopic(stack.kafkaBootstrapServers(), name);
        List<Order> later = orders.next(more);
        topic.send(later);
        all.addAll(later);
    }
}
