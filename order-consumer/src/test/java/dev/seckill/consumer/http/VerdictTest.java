package dev.seckill.consumer.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class VerdictTest {

    @Test
    void aVerdictIsJsonWhateverTheReasonsSay() {
        assertThat(Verdict.of("live", List.of())).isEqualTo(new Verdict(200, "{\"live\":true,\"reasons\":[]}\n"));
        assertThat(Verdict.of("ready", List.of("no \"db\" in C:\\x", "gone\nnow")))
                .isEqualTo(new Verdict(
                        503, "{\"ready\":false,\"reasons\":[\"no \\\"db\\\" in C:\\\\x\",\"gone\\\\u000anow\"]}\n"));
    }
}
