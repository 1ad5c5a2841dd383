package dev.seckill.consumer.parking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginTest {

    @ParameterizedTest
    @ValueSource(strings = {"CAR_NUMBER-0@0", "a-b-12@345678901234", "x.y-1-2@3"})
    void readsWhatItWrites(String text) {
        assertThat(Origin.parse(text)).hasToString(text);
    }

    @Test
    void takesTheLastDashForThePartition() {
        assertThat(Origin.parse("a-b-12@3")).isEqualTo(new Origin("a-b", 12, 3));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "nowhere", "LOG-0@9999999999999999999"})
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

        assertThat(Origin.of(message)).contains(new Origin("LOG", 3, 41));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "CAR_NUMBER", "CAR_NUMBER-0", "CAR_NUMBER@1", "-0@1", "a-0@x", "a\nb-0@1", "\u009b-0@1"})
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> Origin.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
