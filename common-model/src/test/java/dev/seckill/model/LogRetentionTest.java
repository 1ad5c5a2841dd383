package dev.seckill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogRetentionTest {

    @ParameterizedTest
    @CsvSource({
        "delete, 604800000, -1",
        "delete, -1, 1073741824",
        "delete, 0, -1",
        "compact, -1, -1",
        "compact, 604800000, -1",
        "'compact,delete', -1, -1",
        "'delete, compact', -1, -1",
        ", 604800000, "
    })
    void doubtsATopicThatDropsMessages(String policy, String millis, String bytes) {
        assertThat(doubt(policy, millis, bytes)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"delete, -1, -1", "'', 604800000, 100", ", , "})
    void trustsATopicThatKeepsEverything(String policy, String millis, String bytes) {
        assertThat(doubt(policy, millis, bytes)).isEmpty();
    }

    @Test
    void saysWhatMayBeLostAndHowToEndIt() {
        assertThat(doubt("delete", "604800000", "-1").orElseThrow())
                .startsWith("topic LOG does not keep every message (cleanup.policy=delete, retention.ms=604800000,"
                        + " retention.bytes=-1): recover, audit and")
                .endsWith("kafka-configs.sh --bootstrap-server host:9092 --alter --entity-type topics --entity-name LOG"
                        + " --add-config cleanup.policy=delete,retention.ms=-1,retention.bytes=-1");
    }

    private static Optional<String> doubt(String policy, String millis, String bytes) {
        Map<String, String> settings = new HashMap<>();
        settings.put("cleanup.policy", policy);
        settings.put("retention.ms", millis);
        settings.put("retention.bytes", bytes);
        return LogRetention.doubt("host:9092", "LOG", settings::get);
    }
}
