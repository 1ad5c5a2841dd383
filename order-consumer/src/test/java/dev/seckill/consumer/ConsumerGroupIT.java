package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.Order;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whichever consumer of a group ends or dies, every order on the log becomes one row. */
final class ConsumerGroupIT extends ConsumerTestBase {

    @Test
    void sigtermUnderLoadLosesAndRepeatsNothing() {
        List<Order> all = new ArrayList<>(orders.next(1_000));
        topic.create(PARTITIONS).send(all);
        try (ConsumerProcess first = start("--batch-max=5")) {
            awaitRows(1);
            try (OrderFeed feed = new OrderFeed(topic, book, orders)) {
                assertThat(first.terminate()).isZero();
                all.addAll(feed.stop());
            }
            assertThat(first.log()).contains("order-consumer - stopped");
        }
        long rows = book.count();
        assertThat(rows).isBetween(1L, all.size() - 1L);
        assertThat(topic.lag(group())).isEqualTo(all.size() - rows);

        try (ConsumerProcess second = start()) {
            awaitDrained();
            assertBookHolds(all);
            assertThat(second.metric("consumer_orders_duplicate_total")).isZero();
        }
    }

    @Test
    void anotherOneFinishesWhatAKilledOneLeft() {
        List<Order> all = new ArrayList<>(orders.next(1_000));
        topic.create(PARTITIONS).send(all);
        try (ConsumerProcess first = start("--batch-max=5")) {
            awaitRows(1);
            try (OrderFeed feed = new OrderFeed(topic, book, orders)) {
                first.kill();
                all.addAll(feed.stop());
            }
        }
        assertThat(book.count()).isLessThan(all.size());

        try (ConsumerProcess second = start()) {
            awaitDrained();
            assertBookHolds(all);
            assertThat(second.metric("consumer_orders_parked_total")).isZero();
        }
    }

    @Test
    void othersJoinAndLeaveWhileItDrains() {
        List<Order> all = new ArrayList<>(orders.next(1_000));
        topic.create(PARTITIONS).send(all);
        try (ConsumerProcess stays = start("--batch-max=5")) {
            awaitRows(1);
            try (OrderFeed feed = new OrderFeed(topic, book, orders);
                    ConsumerProcess leaves = start("--batch-max=5");
                    ConsumerProcess dies = start("--batch-max=5")) {
                leaves.awaitLog("partitions assigned");
                dies.awaitLog("partitions assigned");
                assertThat(leaves.terminate()).isZero();
                dies.kill();
                all.addAll(feed.stop());
            }
            awaitDrained();

            assertBookHolds(all);
            assertThat(stays.metric("consumer_orders_parked_total")).isZero();
        }
    }
}
