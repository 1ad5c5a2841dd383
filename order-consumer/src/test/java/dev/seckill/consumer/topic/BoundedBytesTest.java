package dev.seckill.consumer.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class BoundedBytesTest {

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void leavesWhatIsNotTooLongAsItIs() {
        headers.add("allotment", "100".getBytes(UTF_8)).add("empty", null);

        ConsumerRecord<byte[], byte[]> message = read("key", "x".repeat(100));

        assertThat(message.value()).hasSize(100);
        assertThat(message.headers().toArray()).hasSize(2);
        assertThat(Cut.valueBytes(message)).isEmpty();
    }

    @Test
    void keepsTheBeginningOfALongValueAndSaysHowLongItWas() {
        ConsumerRecord<byte[], byte[]> message = read("key", "y".repeat(50) + "z".repeat(100));

        assertThat(message.value()).asString(UTF_8).isEqualTo("y".repeat(50) + "z".repeat(50));
        assertThat(Cut.valueBytes(message)).hasValue(150);
        assertThat(cut(message)).isEqualTo("value=150");
    }

    @Test
    void anOrderWithALongKeyOrLongHeadersIsWhole() {
        headers.add("baggage", new byte[3000]);

        ConsumerRecord<byte[], byte[]> message = read("k".repeat(300), "order");

        assertThat(message.key()).hasSize(256);
        assertThat(message.value()).hasSize(5);
        assertThat(Cut.valueBytes(message)).isEmpty();
        assertThat(cut(message)).isEqualTo("headers=3007, key=300");
        assertThat(message.headers().toArray()).hasSize(1);
    }

    @Test
    void countsLongNamesOfHeadersToo() {
        headers.add("n".repeat(3000), null);

        assertThat(cut(read(null, "order"))).isEqualTo("headers=3000");
    }

    @Test
    void isNotToldByAHeaderFromOutsideThatSomethingWasCut() {
        headers.add("parked-cut", "value=7".getBytes(UTF_8));

        ConsumerRecord<byte[], byte[]> message = read("key", "order");

        assertThat(Cut.valueBytes(message)).isEmpty();
        Cut.keepOwn(message.headers());
        assertThat(message.headers().toArray()).isEmpty();
    }

    @Test
    void readsNothingAsNothing() {
        assertThat(BoundedBytes.value(100).deserialize("LOG", headers, (byte[]) null))
                .isNull();
    }

    /** As Kafka's consumer does: the key first, neither if it is absent, both with the headers of the message. */
    private ConsumerRecord<byte[], byte[]> read(String key, String value) {
        byte[] keyRead = key == null ? null : BoundedBytes.key().deserialize("LOG", headers, key.getBytes(UTF_8));
        byte[] valueRead = BoundedBytes.value(100).deserialize("LOG", headers, value.getBytes(UTF_8));
        return new ConsumerRecord<>(
                "LOG", 0, 0, 0, TimestampType.CREATE_TIME, 0, 0, keyRead, valueRead, headers, Optional.empty());
    }

    private static String cut(ConsumerRecord<byte[], byte[]> message) {
        Headers all = message.headers();
        return new String(all.lastHeader("parked-cut").value(), UTF_8);
    }
}
