package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.MetricsTable;
import dev.seckill.infra.observe.Promtool;
import dev.seckill.infra.testing.NeedsPrometheus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the consumer tells Prometheus is what {@code infra/METRICS.md} says. */
final class MetricsTableIT extends ConsumerTestBase {

    private static final Duration WAIT = Duration.ofSeconds(180);
    /** So that garbage is collected soon, which is told once it was. */
    private static final List<String> LITTLE_ROOM = List.of("-Xmn2m");

    private static String scrape(ConsumerProcess consumer) {
        return consumer.get("/metrics").substring("200 ".length());
    }

    @Test
    void theTableHasWhatAScrapeHas() {
        try (ConsumerProcess consumer = startAndDrain()) {
            await().atMost(WAIT)
                    .untilAsserted(
                            () -> assertThat(MetricsTable.differences(MetricsTable.Program.CONSUMER, scrape(consumer)))
                                    .isEmpty());
            await().atMost(WAIT).untilAsserted(() -> {
                assertThat(consumer.metric("consumer_ready")).isOne();
                assertThat(consumer.metric("consumer_mysql_up")).isOne();
                assertThat(consumer.metric("consumer_kafka_up")).isOne();
                assertThat(consumer.metric("consumer_parked_messages")).isZero();
                assertThat(consumer.metric("consumer_lag_seconds")).isZero();
                assertThat(consumer.metric("consumer_partitions_assigned")).isEqualTo(PARTITIONS);
            });
            assertThat(consumer.metric("consumer_store_delay_seconds_count")).isPositive();
        }
    }

    @Test
    @NeedsPrometheus
    void promtoolHasNothingToSay() {
        try (ConsumerProcess consumer = startAndDrain()) {
            assertThat(Promtool.ofThisMachine().complaints(scrape(consumer))).isEmpty();
        }
    }

    private ConsumerProcess startAndDrain() {
        topic.create(PARTITIONS).send(orders.next(3000));
        List<String> arguments = new ArrayList<>(ConsumerProcess.arguments(stack, topic.name(), book));
        arguments.addAll(List.of("--port=0", "--group=" + group()));
        ConsumerProcess consumer = ConsumerProcess.start(LITTLE_ROOM, arguments);
        try {
            awaitDrained();
            return consumer;
        } catch (RuntimeException | Error failed) {
            consumer.close();
            throw failed;
        }
    }
}
