package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.Order;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The subcommands of the jar, {@code audit} and {@code parked}. */
final class ConsumerToolsIT extends ConsumerTestBase {

    @Test
    void auditPassesWhatTheConsumerStored() {
        topic.create(PARTITIONS).send(orders.next(2000));
        consume();

        try (ConsumerProcess audit = audit()) {
            assertThat(audit.exitCode()).as(audit.log()).isZero();
            assertThat(audit.out()).contains("PASS").containsPattern("rows in the book +2,000");
        }
    }

    @Test
    void auditFindsAndRepairsWhatTheBookLost() {
        List<Order> all = orders.next(2000);
        topic.create(PARTITIONS).send(all);
        consume();
        book.execute("DELETE FROM orders WHERE seq BETWEEN 100 AND 199");

        try (ConsumerProcess audit = audit("--json")) {
            assertThat(audit.exitCode()).isEqualTo(1);
            assertThat(audit.out())
                    .contains("\"verdict\" : \"FAIL\"")
                    .containsPattern("\"missing\" : \\{\\s+\"count\" : 100,")
                    .contains("\"unread\" : 0");
        }
        try (ConsumerProcess repair = audit("--repair", "--batch-max=30")) {
            assertThat(repair.exitCode()).as(repair.log()).isZero();
            assertThat(repair.out()).contains("100 stored by this run").contains("PASS");
        }
        assertBookHolds(all);
    }

    @Test
    void auditRebuildsABookThatIsGone() {
        List<Order> all = orders.next(500);
        topic.create(PARTITIONS).send(all);

        try (ConsumerProcess audit = audit()) {
            assertThat(audit.exitCode()).isEqualTo(1);
            assertThat(audit.out()).contains("500 not read by the group yet");
        }
        try (ConsumerProcess repair = audit("--repair")) {
            assertThat(repair.exitCode()).as(repair.log()).isZero();
        }
        assertBookHolds(all);
    }

    @Test
    void auditTellsParkedClashingDifferingAndForeignOrders() {
        List<Order> good = orders.next(10);
        topic.create(1).send(good);
        topic.send(List.of(orders.withSeq(3), TestOrders.decidedAt(orders.next(), "2999-01-01T00:00:00Z")));
        topic.sendText("poison", "not an order");
        consume();
        book.execute("UPDATE orders SET buyer = 'someone else' WHERE seq = 4");
        book.execute("INSERT INTO orders (order_id, sale, seq, quantity, decided_at)"
                + " VALUES ('0193542f-7a00-7000-8000-0123456789ab', 'counter', 12, 1, NOW(3))");

        try (ConsumerProcess audit = audit("--allotment=11")) {
            assertThat(audit.exitCode()).isEqualTo(1);
            assertThat(audit.out())
                    .containsPattern("missing +0")
                    .containsPattern("differing +1  " + good.get(3).orderId())
                    .containsPattern("not on the log +1  0193542f-7a00-7000-8000-0123456789ab")
                    .containsPattern("parked orders +2")
                    .containsPattern("no orders +1  1 parked, 0 not read yet, 0 neither")
                    .containsPattern("oversold +2")
                    .containsPattern("seq clashes +1")
                    .containsPattern("gaps in seq +0")
                    .contains("FAIL");
        }
    }

    @Test
    void auditGivesUpOnAKafkaThatIsAway() {
        try (ConsumerProcess audit = audit("--kafka=127.0.0.1:1", "--read-wait=1s")) {
            assertThat(audit.exitCode()).isEqualTo(1);
            assertThat(audit.log()).contains("gave up (kafka: no answer about");
        }
    }

    @Test
    void parkedListsNothingWhenNothingIsParked() {
        topic.create(1);

        try (ConsumerProcess list = parked()) {
            assertThat(list.exitCode()).isZero();
            assertThat(list.out().trim()).isEqualTo("parked 0, replayed before 0, replayed now 0");
        }
    }

    @Test
    void replaysEachParkedMessageOnce() {
        List<Order> all = new ArrayList<>(orders.next(5));
        topic.create(1).send(all);
        consume();
        book.execute("CREATE TRIGGER closed BEFORE INSERT ON orders FOR EACH ROW SIGNAL SQLSTATE '45000'"
                + " SET MESSAGE_TEXT = 'closed for stocktaking'");
        List<Order> refused = orders.next(4);
        topic.send(refused);
        consume();
        assertThat(book.count()).isEqualTo(5);
        book.execute("DROP TRIGGER closed");

        try (ConsumerProcess one = parked("--replay", "--only=" + topic.name() + "-0@6")) {
            assertThat(one.exitCode()).as(one.log()).isZero();
            assertThat(one.out()).contains("parked 4, replayed before 0, replayed now 1");
        }
        try (ConsumerProcess rest = parked("--replay")) {
            assertThat(rest.exitCode()).isZero();
            assertThat(rest.out()).contains("parked 4, replayed before 1, replayed now 3");
        }
        try (ConsumerProcess again = parked("--replay")) {
            assertThat(again.exitCode()).isZero();
            assertThat(again.out()).contains("parked 4, replayed before 4, replayed now 0");
        }
        assertThat(topic.readAll()).hasSize(13);
        consume();

        all.addAll(refused);
        assertBookHolds(all);
        try (ConsumerProcess list = parked()) {
            assertThat(list.exitCode()).isZero();
            assertThat(list.out())
                    .containsPattern(topic.name() + "-0@5  \\S+  replayed +unstorable: closed for stocktaking");
        }
    }

    /** A run of the consumer until all is drained. */
    private void consume() {
        try (ConsumerProcess consumer = start()) {
            awaitDrained();
            assertThat(consumer.terminate()).isZero();
        }
    }

    private ConsumerProcess audit(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "audit",
                "--kafka=" + stack.kafkaBootstrapServers(),
                "--topic=" + topic.name(),
                "--group=" + group(),
                "--mysql=" + book.settings().url(),
                "--mysql-user=" + stack.mysqlUser(),
                "--mysql-password=" + stack.mysqlPassword()));
        arguments.addAll(List.of(more));
        return ConsumerProcess.start(arguments);
    }

    private ConsumerProcess parked(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("parked", "--kafka=" + stack.kafkaBootstrapServers(), "--topic=" + topic.name()));
        arguments.addAll(List.of(more));
        return ConsumerProcess.start(arguments);
    }
}
