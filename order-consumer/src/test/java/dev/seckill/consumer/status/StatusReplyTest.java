package dev.seckill.consumer.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StatusReplyTest {

    @Test
    void aVerdictIsJsonWhateverTheReasonsSay() {
        assertThat(StatusReply.verdict("live", List.of()))
                .isEqualTo(new StatusReply(200, "application/json", "{\"live\":true,\"reasons\":[]}\n"));
        assertThat(StatusReply.verdict("ready", List.of("no \"db\" in C:\\x", "gone\nnow")))
                .isEqualTo(new StatusReply(
                        503,
                        "application/json",
                        "{\"ready\":false,\"reasons\":[\"no \\\"db\\\" in C:\\\\x\",\"gone\\\\u000anow\"]}\n"));
    }
}
