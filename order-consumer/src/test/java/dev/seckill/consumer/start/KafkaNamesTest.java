package dev.seckill.consumer.start;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.loop.NotYetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:9092",
                "[::1]:9092",
                "PLAINTEXT://127.0.0.1:9092",
                "no-such-host.invalid:9092, 127.0.0.1:9092",
            })
    void requireOne_isContentWithOneKnownAddress(String bootstrapServers) {
        assertThatCode(() -> KafkaNames.requireOne(bootstrapServers)).doesNotThrowAnyException();
    }

    @Test
    void requireOne_namesWhatHasNoAddress() {
        assertThatThrownBy(() -> KafkaNames.requireOne("no-such-host.invalid:9092"))
                .isInstanceOf(NotYetException.class)
                .hasMessage("kafka: there is no address for no-such-host.invalid:9092");
    }
}
