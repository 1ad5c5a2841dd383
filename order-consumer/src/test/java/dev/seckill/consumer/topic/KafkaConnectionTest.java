package dev.seckill.consumer.topic;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KafkaConnectionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:9092",
                "[::1]:9092",
                "PLAINTEXT://127.0.0.1:9092",
                "no-such-host.invalid:9092, 127.0.0.1:9092",
            })
    void requireAddress_isContentWithOneKnownAddress(String bootstrapServers) {
        assertThatCode(() -> new KafkaConnection(bootstrapServers).requireAddress())
                .doesNotThrowAnyException();
    }

    @Test
    void requireAddress_namesWhatHasNoAddress() {
        assertThatThrownBy(() -> new KafkaConnection("no-such-host.invalid:9092").requireAddress())
                .isInstanceOf(TopicUnavailableException.class)
                .hasMessage("kafka: there is no address for no-such-host.invalid:9092");
    }
}
