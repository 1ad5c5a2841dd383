package dev.seckill.api.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.infra.testing.LogLines;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class WarmUpTest {

    /** More than anybody can make in that time. */
    private static final ApiConfig TOO_SHORT = ApiConfig.of("--warm-up=1000000", "--warm-up-wait=100ms");

    @Test
    void warnsOnceOfAPracticeThatGotFewAnswers() {
        assertThat(practise(TOO_SHORT, () -> false))
                .filteredOn(line -> line.contains("WARN") && line.contains("warm-up - "))
                .hasSize(1)
                .first()
                .asString()
                .contains("few purchases answered", "--warm-up-wait (WARM_UP_WAIT)", "purchases=1000000");
    }

    @Test
    void doesNotWarnOfAPracticeThatWasStopped() {
        assertThat(practise(TOO_SHORT, () -> true))
                .noneMatch(line -> line.contains("WARN") && line.contains("warm-up - "))
                .anyMatch(line -> line.contains("INFO") && line.contains("warm-up - ended early"));
    }

    @Test
    void saysByWhichServersItsLinesAreKnown() {
        List<String> said = practise(ApiConfig.of("--warm-up=30", "--warm-up-wait=1m"), () -> false);

        String begins = said.stream()
                .filter(line -> line.contains("warm-up - begins"))
                .findFirst()
                .orElseThrow();
        assertThat(begins).contains("redis=redis://127.0.0.1:", "kafka=127.0.0.1:");
        String redis = begins.replaceFirst(".*\\((redis=[^,]*),.*", "$1");
        assertThat(said)
                .filteredOn(line -> line.contains("redis - connected"))
                .isNotEmpty()
                .allMatch(line -> line.contains("(" + redis + ","));
    }

    @Test
    void practisesWithoutTroubleOfItsOwn() {
        assertThat(practise(ApiConfig.of("--warm-up=30", "--warm-up-wait=1m"), () -> false))
                .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"))
                .anyMatch(line -> line.contains("warm-up - done") && line.contains("answered=30"));
    }

    private static List<String> practise(ApiConfig config, BooleanSupplier stopAsked) {
        return LogLines.during(() -> new WarmUp(config, stopAsked).run());
    }
}
