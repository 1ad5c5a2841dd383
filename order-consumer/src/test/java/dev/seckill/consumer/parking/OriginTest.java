package dev.seckill.consumer.parking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.LogPosition;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginTest {

    /** Numbers with leading zeros are not what any program here writes. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "nowhere", "LOG-0@9999999999999999999", "LOG-03@41", "LOG-3@041", "LOG-3@41\n"})
    void takesAHeaderThatNamesNoPlaceForNone(String value) {
        ConsumerRecord<byte[], byte[]> message = new ConsumerRecord<>("LOG.DLT", 0, 0, null, null);
        message.headers().add("parked-from", value == null ? null : value.getBytes(UTF_8));

        assertThat(Origin.of(message)).isEmpty();
    }

    @Test
    void readsTheHeaderOfAParkedMessage() {
        ConsumerRecord<byte[], byte[]> message = new ConsumerRecord<>("LOG.DLT", 0, 0, null, null);
        assertThat(Origin.of(message)).isEmpty();

        message.headers().add("parked-from", "LOG-3@41".getBytes(UTF_8));

        assertThat(Origin.of(message)).contains(new LogPosition("LOG", 3, 41));
    }
}
