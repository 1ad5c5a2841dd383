package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.TakesLong;
import dev.seckill.model.Order;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message that is small on the log and larger than the heap once it is decompressed. */
@TakesLong
final class MessageTooLargeIT extends ConsumerTestBase {

    private static final int BYTES = 100_000_000;
    private static final String HEAP = "-Xmx96m";

    @Test
    void isNamedAtTheEndAndPassedOverWhenToldSo() {
        List<Order> all = new ArrayList<>(orders.next(3));
        topic.create(1).send(all);
        topic.sendSpaces(1, BYTES);
        List<Order> behind = orders.next(50);
        topic.send(behind);
        all.addAll(behind);
        topic.sendSpaces(1, BYTES);
        String first = topic.name() + "-0@3";
        String last = topic.name() + "-0@54";

        assertGivesUp(List.of(), "not enough memory for the message " + first);
        assertGivesUp(List.of("--ignore=" + first), "not enough memory for the message " + last);
        try (ConsumerProcess consumer = small(consume("--ignore=" + first + "," + last))) {
            awaitDrained();
            assertBookHolds(all);
            assertThat(consumer.log()).contains("ignored " + last + ",");
            assertThat(consumer.terminate()).isZero();
        }
        try (ConsumerProcess next = small(consume())) {
            topic.send(orders.next(1));
            awaitDrained();
            assertThat(next.terminate()).as("what was ignored is committed").isZero();
        }
    }

    @Test
    void doesNotKeepAuditAndParkedFromTheirWork() {
        List<Order> all = orders.next(3);
        topic.create(1).send(all);
        topic.sendSpaces(1, BYTES);
        parked.create(1).sendSpaces(1, BYTES);
        parked.sendText("key", "parked by hand");
        String logged = topic.name() + "-0@3";
        String unparked = parked.name() + "-0@0";

        try (ConsumerProcess audit = small(audit("--repair", "--ignore=" + unparked))) {
            assertThat(audit.exitCode()).isEqualTo(1);
            assertThat(audit.log()).contains("not enough memory for the message " + logged);
        }
        try (ConsumerProcess audit = small(audit("--repair", "--ignore=" + logged + "," + unparked))) {
            assertThat(audit.exitCode()).as(audit.log()).isZero();
            assertThat(audit.log()).contains("ignored " + logged + ",", "ignored " + unparked + ",");
        }
        assertBookHolds(all);
        try (ConsumerProcess list = small(kafkaTool("parked", "--ignore=" + unparked))) {
            assertThat(list.exitCode()).as(list.log()).isZero();
            assertThat(list.out()).contains("parked 1,");
        }
    }

    private void assertGivesUp(List<String> more, String line) {
        try (ConsumerProcess consumer = small(consume(more.toArray(String[]::new)))) {
            assertThat(consumer.exitCode()).as(consumer.log()).isEqualTo(1);
            assertThat(consumer.log()).contains(line);
        }
    }

    private static ConsumerProcess small(List<String> arguments) {
        return ConsumerProcess.start(List.of(HEAP), arguments);
    }

    private List<String> consume(String... more) {
        List<String> arguments = new ArrayList<>(ConsumerProcess.arguments(stack, topic.name(), book));
        arguments.addAll(List.of("--port=0", "--group=" + group()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private List<String> audit(String... more) {
        List<String> arguments = new ArrayList<>(kafkaTool("audit", more));
        arguments.addAll(List.of(
                "--group=" + group(),
                "--mysql=" + book.settings().url(),
                "--mysql-user=" + stack.mysqlUser(),
                "--mysql-password=" + stack.mysqlPassword()));
        return arguments;
    }

    private List<String> kafkaTool(String tool, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(tool, "--kafka=" + stack.kafkaBootstrapServers(), "--topic=" + topic.name()));
        arguments.addAll(List.of(more));
        return arguments;
    }
}
