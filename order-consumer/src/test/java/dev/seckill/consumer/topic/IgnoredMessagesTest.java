package dev.seckill.consumer.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.LogPosition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is to be ignored is passed over, and Kafka is not waited for meanwhile. */
final class IgnoredMessagesTest {

    private static final TopicPartition P0 = new TopicPartition("LOG", 0);
    private static final TopicPartition P1 = new TopicPartition("LOG", 1);

    private final AtomicInteger counted = new AtomicInteger();
    private final IgnoredMessages ignored = new IgnoredMessages(
            Set.of(new LogPosition("LOG", 0, 5), new LogPosition("LOG", 0, 6), new LogPosition("LOG", 0, 8)),
            counted::incrementAndGet);
    private final UnsureConsumer consumer = new UnsureConsumer();
    private final Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();

    @Test
    void passesAllThatComeNext() {
        consumer.startAt(5);

        assertThat(ignored.pass(consumer, List.of(P0, P1), moved)).isEmpty();

        assertThat(moved).containsOnly(Map.entry(P0, new OffsetAndMetadata(7)));
        assertThat(consumer.position(P0)).isEqualTo(7);
        assertThat(counted).hasValue(2);
    }

    @Test
    void readsOnBeforeThem() {
        consumer.startAt(4);

        assertThat(ignored.pass(consumer, List.of(P0, P1), moved)).isEmpty();

        assertThat(moved).isEmpty();
    }

    @Test
    void namesAPartitionWhosePositionIsNotKnownAndPassesOnceItIs() {
        consumer.startAt(5);
        consumer.knowsPositions = false;

        assertThat(ignored.pass(consumer, List.of(P0, P1), moved)).containsExactly(P0);
        assertThat(moved).isEmpty();

        consumer.knowsPositions = true;
        assertThat(ignored.pass(consumer, List.of(P0, P1), moved)).isEmpty();
        assertThat(moved).containsOnlyKeys(P0);
    }

    /** Nobody listens on this port. */
    @Test
    @Timeout(30)
    void aPollEndsWithoutAMessageWhenKafkaDoesNotTellThePosition() {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1",
                ConsumerConfig.GROUP_ID_CONFIG, "group",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 500,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 500,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10);
        try (CarefulConsumer real =
                new CarefulConsumer(config, new ByteArrayDeserializer(), new ByteArrayDeserializer(), ignored)) {
            real.assign(List.of(P0, P1));
            real.pause(List.of(P1));

            assertThat(real.poll(Duration.ofMillis(10))).isEmpty();

            assertThat(real.paused()).containsExactly(P1);
        }
    }

    /** Asks a Kafka that may not answer where a partition goes on. */
    private static final class UnsureConsumer extends MockConsumer<byte[], byte[]> {

        private boolean knowsPositions = true;

        UnsureConsumer() {
            super("earliest");
            assign(List.of(P0, P1));
        }

        void startAt(long offset) {
            seek(P0, offset);
            seek(P1, offset);
        }

        @Override
        public synchronized long position(TopicPartition partition) {
            if (!knowsPositions) {
                throw new TimeoutException("no answer");
            }
            return super.position(partition);
        }
    }
}
