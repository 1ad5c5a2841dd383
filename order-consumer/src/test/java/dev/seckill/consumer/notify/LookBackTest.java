package dev.seckill.consumer.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class LookBackTest {

    private static final TopicPartition P0 = new TopicPartition("LOG", 0);
    private static final Instant READ = Instant.parse("2026-11-22T12:00:00Z");

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final LookBack lookBack = new LookBack(consumer);

    @Test
    void readsAPartitionFromSomeWayBeforeItsPosition() {
        assertThat(begin(50_000)).containsEntry(P0, 50_000L);

        assertThat(consumer.position(P0)).isEqualTo(50_000 - LookBack.REACH);
        assertThat(lookBack.isBehind(message(49_999))).isTrue();
        assertThat(lookBack.isBehind(message(50_000))).isFalse();
    }

    @Test
    void knowsOfOrdersThatWereMadeAMinuteBeforeWhatItReadsOrLater() {
        begin(50_000);
        assertThat(lookBack.covers(P0, madeAt(READ))).as("nothing was read").isFalse();
        lookBack.isBehind(message(40_000));

        assertThat(lookBack.covers(P0, madeAt(READ))).isTrue();
        assertThat(lookBack.covers(P0, madeAt(READ.minusSeconds(59)))).isTrue();
        assertThat(lookBack.covers(P0, madeAt(READ.minusSeconds(61)))).isFalse();
    }

    @Test
    void knowsOfEveryOrderOfAPartitionThatItReadsFromItsBeginning() {
        begin(10);

        assertThat(consumer.position(P0)).isZero();
        assertThat(lookBack.covers(P0, madeAt(Instant.EPOCH.plusSeconds(1)))).isTrue();
    }

    @Test
    void readsAPartitionThatEndsBeforeItsPositionFromItsBeginningAndAllOfItIsNew() {
        assertThat(begin(5000, 100)).containsEntry(P0, 0L);

        assertThat(consumer.position(P0)).isZero();
        assertThat(lookBack.isBehind(message(0))).isFalse();
        assertThat(lookBack.covers(P0, madeAt(Instant.EPOCH.plusSeconds(1)))).isTrue();
    }

    private Map<TopicPartition, Long> begin(long position) {
        return begin(position, position);
    }

    private Map<TopicPartition, Long> begin(long position, long end) {
        consumer.assign(List.of(P0));
        consumer.updateBeginningOffsets(Map.of(P0, 0L));
        consumer.updateEndOffsets(Map.of(P0, end));
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(position)));
        return lookBack.begin(Set.of(P0));
    }

    private static ConsumerRecord<byte[], byte[]> message(long offset) {
        return new ConsumerRecord<>(
                "LOG",
                0,
                offset,
                READ.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
    }

    private static OrderId madeAt(Instant time) {
        return new OrderIdGenerator(Clock.fixed(time, ZoneOffset.UTC)).next();
    }
}
