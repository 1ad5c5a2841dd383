package dev.seckill.consumer.parking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.TestTopic;
import dev.seckill.consumer.topic.IgnoredMessages;
import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.LogPosition;
import dev.seckill.model.OrderLogNames;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@Timeout(300)
final class ParkedCountIT {

    private static final String LOG = "PARKED_COUNT_IT";

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void countsWhatIsParkedAndNotSentBack(ServerStack stack) {
        ParkingSettings settings = settings(stack.kafkaBootstrapServers(), Duration.ofSeconds(20));
        try (TestTopic log = new TestTopic(stack.kafkaBootstrapServers(), LOG).create(1);
                ParkedCount count = new ParkedCount(settings, nanos::get);
                KafkaParkingLot lot = new KafkaParkingLot(settings)) {
            assertCounts(count, 0);

            lot.park(List.of(parked(0), parked(1), parked(2)));
            assertThat(count.now()).as("not asked again within a second").hasValue(0);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertCounts(count, 3);

            ParkedMessages messages = ParkedMessages.ofBook(
                    settings, log.name(), Duration.ofSeconds(20), new IgnoredMessages(Set.of(), () -> {}));
            messages.replay(new LogPosition(LOG, 0, 1), entry -> {});
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertCounts(count, 2);

            assertThat(messages.dismiss(new LogPosition(LOG, 0, 2), entry -> {}).dismissed())
                    .isEqualTo(1);
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertCounts(count, 1);
            assertThat(messages.dismiss(new LogPosition(LOG, 0, 2), entry -> {}).dismissed())
                    .as("it was dealt with")
                    .isZero();
            assertThat(messages.replay(null, entry -> {}).replayedNow())
                    .as("what was dismissed is not sent back")
                    .isEqualTo(1);
        }
    }

    @Test
    void knowsNothingWhileKafkaIsAway() {
        try (ParkedCount count = new ParkedCount(settings("127.0.0.1:1", Duration.ofMillis(300)), nanos::get)) {
            assertThat(count.now()).isEmpty();
        }
    }

    @Test
    void whoIsInterruptedHasAReplyAllTheSame() {
        try (ParkedCount count = new ParkedCount(settings("127.0.0.1:1", Duration.ofMillis(300)), nanos::get)) {
            Thread.currentThread().interrupt();

            assertThat(count.now()).isEmpty();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** The first answers may take longer than one question waits. */
    private static void assertCounts(ParkedCount count, long expected) {
        long told;
        do {
            told = count.now().orElse(-1);
        } while (told != expected);
        assertThat(told).isEqualTo(expected);
    }

    private static ParkingSettings settings(String kafka, Duration wait) {
        return new ParkingSettings(new KafkaConnection(kafka), OrderLogNames.parkedTopic(LOG), 2, (short) 1, wait);
    }

    private static ParkedMessage parked(int offset) {
        byte[] text = {(byte) offset};
        return new ParkedMessage(new ConsumerRecord<>(LOG, 0, offset, text, text), "undecodable", false);
    }
}
