package dev.seckill.api.orderlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class OrderSearchTest {

    private static final Duration WAIT = Duration.ofMillis(200);
    private static final Instant MADE_AT = Instant.parse("2026-11-30T12:00:00Z");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final OrderId ID =
            new OrderId(new UUID(MADE_AT.toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0001L));
    private static final int OTHERS = 5;
    private static final KafkaSettings SETTINGS =
            new KafkaSettings("unused:0", "orders", 1, (short) 1, WAIT, WAIT, WAIT, WAIT, WAIT, Set.of());

    private final AtomicLong nanos = new AtomicLong();
    private final List<OneByOne> made = new ArrayList<>();
    private long stepNanos;
    private final OrderSearch search =
            new OrderSearch(SETTINGS, WAIT, false, () -> nanos.addAndGet(stepNanos), config -> {
                made.add(new OneByOne());
                return made.get(made.size() - 1);
            });

    @Test
    void whoAsksAgainIsFoundThoughTheWaitIsOverBeforeTheFirstLook() {
        stepNanos = WAIT.toNanos() + 1;
        for (int looks = 0; looks < OTHERS; looks++) {
            assertNotYet("not searched to its end");
        }

        assertThat(search.find(ID)).isPresent();
    }

    @Test
    void kafkaThatDoesNotAnswerInTimeLosesNothing() {
        stepNanos = WAIT.toNanos() + 1;
        assertNotYet("not searched to its end");
        for (int looks = 1; looks < OTHERS; looks++) {
            made.get(0).failure = new TimeoutException("no answer");
            assertNotYet("cannot be searched: no answer");
            assertNotYet("not searched to its end");
        }

        assertThat(search.find(ID)).isPresent();
        assertThat(made).hasSize(1);
    }

    @Test
    void anotherFailureTakesTheConnectionAndWhatWasSearched() {
        stepNanos = WAIT.toNanos() + 1;
        assertNotYet("not searched to its end");
        made.get(0).failure = new AuthorizationException("not allowed");
        assertNotYet("cannot be searched: not allowed");
        assertThat(made.get(0).closed()).isTrue();

        for (int looks = 0; looks < OTHERS; looks++) {
            assertNotYet("not searched to its end");
        }
        assertThat(search.find(ID)).isPresent();
        assertThat(made).hasSize(2);
    }

    @Test
    void inALogThatWasMadeAnewTheSearchBeginsAnew() {
        stepNanos = WAIT.toNanos() + 1;
        for (int looks = 0; looks < OTHERS; looks++) {
            assertNotYet("not searched to its end");
        }
        made.get(0).others = 1;

        assertNotYet("not searched to its end");
        assertThat(search.find(ID)).isPresent();
    }

    private void assertNotYet(String reason) {
        assertThatThrownBy(() -> search.find(ID))
                .isInstanceOf(OrderLogUnavailableException.class)
                .hasMessageContaining(reason);
    }

    /** A log of messages of others and then the order's own; each fetch brings one. */
    private static final class OneByOne extends MockConsumer<byte[], byte[]> {

        /** Of the next question; null for none. */
        private RuntimeException failure;

        private int others = OTHERS;

        OneByOne() {
            super("earliest");
            updatePartitions("orders", List.of(new PartitionInfo("orders", 0, null, null, null)));
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
            RuntimeException failed = failure;
            failure = null;
            if (failed != null) {
                throw failed;
            }
            return super.partitionsFor(topic, timeout);
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            return Map.of(PARTITION, others + 1L);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times, Duration timeout) {
            Map<TopicPartition, OffsetAndTimestamp> first = new HashMap<>();
            times.forEach((partition, time) -> first.put(partition, new OffsetAndTimestamp(0, time)));
            return first;
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            long offset = position(PARTITION);
            seek(PARTITION, offset + 1);
            return new ConsumerRecords<>(Map.of(PARTITION, List.of(message(offset))), Map.of());
        }

        private ConsumerRecord<byte[], byte[]> message(long offset) {
            Order order = new Order(ID, new SaleId("cars"), 1, null, "car", 1, 5, MADE_AT);
            byte[] value = OutboxEntry.of(new SaleEvent.Accepted(2, order), null, new OutboxEntry.Offer(10, 7))
                    .message();
            byte[] key = (offset < others ? "another" : ID.toString()).getBytes(US_ASCII);
            return new ConsumerRecord<>(
                    PARTITION.topic(),
                    PARTITION.partition(),
                    offset,
                    MADE_AT.toEpochMilli(),
                    TimestampType.CREATE_TIME,
                    key.length,
                    value.length,
                    key,
                    value,
                    new RecordHeaders(),
                    Optional.empty());
        }
    }
}
