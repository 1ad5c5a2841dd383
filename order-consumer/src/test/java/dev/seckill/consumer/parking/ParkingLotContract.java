package dev.seckill.consumer.parking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What every parking lot does. It may hold messages of earlier tests. */
abstract class ParkingLotContract {

    /** What a parking lot holds, as text. */
    record Held(String key, String value, String reason, String origin, String otherHeader) {}

    abstract ParkingLot lot();

    /** All that is parked, oldest first. */
    abstract List<Held> held();

    @Test
    void keepsAMessageWithReasonAndOrigin() {
        lot().park(List.of(parked("key", "value", 41, "undecodable: it is not JSON")));

        assertThat(held()).contains(new Held("key", "value", "undecodable: it is not JSON", "LOG-3@41", "other"));
    }

    @Test
    void keepsAMessageWithoutKeyAndValue() {
        lot().park(List.of(parked(null, null, 42, "undecodable: the message has no value")));

        assertThat(held()).contains(new Held(null, null, "undecodable: the message has no value", "LOG-3@42", "other"));
    }

    @Test
    void keepsALargeMessage() {
        String large = "x".repeat(1_000_000);
        lot().park(List.of(parked("large", large, 43, "too large")));

        assertThat(held())
                .filteredOn(held -> "large".equals(held.key()))
                .extracting(Held::value)
                .containsExactly(large);
    }

    @Test
    void keepsManyMessages() {
        lot().park(IntStream.range(1000, 1500)
                .mapToObj(offset -> parked("many", "value", offset, "many"))
                .toList());

        assertThat(held()).filteredOn(held -> "many".equals(held.key())).hasSize(500);
    }

    private static ParkedMessage parked(String key, String value, long offset, String reason) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("other", "other".getBytes(UTF_8));
        byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
        byte[] valueBytes = value == null ? null : value.getBytes(UTF_8);
        return new ParkedMessage(
                new ConsumerRecord<>(
                        "LOG",
                        3,
                        offset,
                        0L,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        keyBytes,
                        valueBytes,
                        headers,
                        java.util.Optional.empty()),
                reason,
                false);
    }
}
