package dev.seckill.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ApiConfigTest {

    @Test
    void readsTheOptionsOfTheJarWithoutItsCommands() {
        ApiConfig config = ApiConfig.of("--port", "0", "--kafka", "k:1", "--warm-up", "7");

        assertThat(config.http().port()).isZero();
        assertThat(config.kafka().bootstrapServers()).isEqualTo("k:1");
        assertThat(config.warmUp().purchases()).isEqualTo(7);
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThatThrownBy(() -> ApiConfig.of("--port", "70000", "--relay-batch", "0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2 settings are wrong", "--port (PORT): 70000", "--relay-batch (RELAY_BATCH)");
    }
}
