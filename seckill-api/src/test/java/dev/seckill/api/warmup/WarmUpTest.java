package dev.seckill.api.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.TraceCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void practisesOverTlsWhereBuyersComeOverIt(@TempDir Path folder) throws IOException {
        Path samples = Path.of("../common-model/src/test/resources/tls");
        Path key = Files.copy(samples.resolve("one-key.pem"), folder.resolve("key.pem"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        ApiConfig secure = ApiConfig.of(
                "--warm-up=30", "--warm-up-wait=1m", "--tls-cert=" + samples.resolve("one.pem"), "--tls-key=" + key);

        assertThat(practise(secure, () -> false))
                .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"))
                .anyMatch(line -> line.contains("http - TLS (identity="))
                .anyMatch(line -> line.contains("warm-up - done") && line.contains("answered=30"));
    }

    @Test
    void practisesWithTracesThatNobodyGets() {
        try (TraceCollector collector = TraceCollector.start()) {
            ApiConfig traced =
                    ApiConfig.of("--warm-up=90", "--warm-up-wait=1m", "--trace-endpoint=" + collector.endpoint());

            assertThat(practise(traced, () -> false))
                    .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"))
                    .anyMatch(line -> line.matches(".*warm-up - traced too, for nobody \\(spans=[1-9][0-9]*\\)"))
                    .anyMatch(line -> line.contains("warm-up - done") && line.contains("answered=90"));
            assertThat(collector.spans()).isEmpty();
        }
    }

    private static List<String> practise(ApiConfig config, BooleanSupplier stopAsked) {
        return LogLines.during(() -> new WarmUp(config, stopAsked).run());
    }
}
