package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.Order;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The jar starts when it can, waits for what comes later, and says what will never do. */
final class ConsumerStartIT extends ConsumerTestBase {

    @Test
    void waitsForAMySqlThatComesLater() {
        List<Order> batch = orders.next(10);
        topic.create(PARTITIONS).send(batch);
        stack.mysql().stop();

        try (ConsumerProcess consumer = start()) {
            try {
                consumer.awaitLog("start - waiting (attempts=1, reason=mysql: ");
                assertThat(consumer.get("/health/live")).startsWith("200");
                assertThat(consumer.get("/health/ready"))
                        .startsWith("503 {\"ready\":false")
                        .contains("mysql");
            } finally {
                stack.mysql().start();
            }
            awaitDrained();

            assertBookHolds(batch);
            assertSaysOnceThatItWaits(consumer, "mysql: ");
        }
    }

    @Test
    void stopsWhileItStillWaitsForMySql() {
        topic.create(PARTITIONS);
        stack.mysql().stop();
        try (ConsumerProcess consumer = start()) {
            consumer.awaitLog("start - waiting");

            assertThat(consumer.terminate()).isZero();
        } finally {
            stack.mysql().start();
        }
    }

    @Test
    void waitsForATopicThatComesLater() {
        List<Order> batch = orders.next(10);

        try (ConsumerProcess consumer = start()) {
            consumer.awaitLog("there is no topic " + topic.name() + " yet");
            assertThat(consumer.get("/health/ready")).startsWith("503").contains(topic.name());
            topic.create(PARTITIONS).send(batch);
            awaitDrained();

            assertBookHolds(batch);
            assertSaysOnceThatItWaits(consumer, "kafka: ");
        }
    }

    /** And not at every attempt; a reminder comes after half a minute, if the wait is as long as that. */
    private static void assertSaysOnceThatItWaits(ConsumerProcess consumer, String reason) {
        assertThat(consumer.log())
                .containsOnlyOnce("start - waiting (attempts=1, reason=" + reason)
                .doesNotContain("start - waiting (attempts=2, ");
    }

    @Test
    void warnsOfATopicThatDoesNotKeepEveryOrder() {
        topic.create(PARTITIONS, Map.of()); // with what the broker has, a week

        try (ConsumerProcess consumer = start()) {
            consumer.awaitLog("order-consumer - ready");

            assertThat(consumer.log())
                    .containsOnlyOnce("topic " + topic.name() + " does not keep every message")
                    .contains("--entity-name " + topic.name() + " --add-config cleanup.policy=delete,retention.ms=-1")
                    .doesNotContain("keeps messages is not known");
        }
    }

    @Test
    void waitsForAKafkaWhoseNameIsNotKnownYet() {
        try (ConsumerProcess consumer =
                ConsumerProcess.start(List.of("--kafka=no-such-host.invalid:9092", "--host=127.0.0.1", "--port=0"))) {
            consumer.awaitLog("start - waiting (attempts=1, reason=kafka: there is no address");
            assertThat(consumer.get("/health/live")).startsWith("200");
            assertThat(consumer.get("/health/ready")).startsWith("503").contains("no-such-host.invalid");

            assertThat(consumer.terminate()).isZero();
        }
    }

    @Test
    void twoThatStartAtOnceOnANewDatabaseBothWork() {
        List<Order> batch = orders.next(1000);
        topic.create(PARTITIONS).send(batch);

        try (ConsumerProcess one = start();
                ConsumerProcess other = start()) {
            one.awaitLog("order-consumer - ready");
            other.awaitLog("order-consumer - ready");
            awaitDrained();

            assertBookHolds(batch);
        }
    }

    @Test
    void wrongPasswordIsSaidAtOnce() {
        topic.create(PARTITIONS);

        try (ConsumerProcess consumer = start("--mysql-password=wrong")) {
            assertThat(consumer.exitCode()).isEqualTo(1);
            assertThat(consumer.log()).contains("cannot start (mysql: Access denied for user");
            assertThat(consumer.log()).doesNotContain("\tat ");
        }
    }

    @Test
    void aTakenPortIsSaidAtOnce() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConsumerProcess consumer = start("--port=" + taken.getLocalPort())) {
            assertThat(consumer.exitCode()).isEqualTo(1);
            assertThat(consumer.log())
                    .contains("cannot start (cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ");
        }
    }

    @Test
    void badSettingsAreSaidAtOnce() {
        try (ConsumerProcess consumer = ConsumerProcess.start(List.of("--port=70000", "--batch-max=0"))) {
            assertThat(consumer.exitCode()).isEqualTo(2);
            assertThat(consumer.log()).contains("--port (CONSUMER_PORT)").contains("--batch-max (CONSUMER_BATCH_MAX)");
        }
    }

    /** Nothing but the driver can tell this colon from the one before a port. */
    @Test
    void aUrlThatTheDriverRefusesIsNotLoggedBefore() {
        try (ConsumerProcess consumer = ConsumerProcess.start(List.of("--mysql=jdbc:mysql://me:hidden/seckill"))) {
            assertThat(consumer.exitCode()).isEqualTo(2);
            assertThat(consumer.log())
                    .contains("--mysql (MYSQL_URL): the driver cannot read it")
                    .doesNotContain("hidden");
        }
    }

    @Test
    void helpAndVersionNeedNoServer() {
        try (ConsumerProcess help = ConsumerProcess.start(List.of("--help"));
                ConsumerProcess version = ConsumerProcess.start(List.of("--version"))) {
            assertThat(help.exitCode()).isZero();
            assertThat(help.out()).contains("--mysql-password").contains("MYSQL_PASSWORD");
            assertThat(version.exitCode()).isZero();
            assertThat(version.out()).matches("order-consumer \\d+\\.\\d+\\.\\d+.*\\R");
        }
    }
}
