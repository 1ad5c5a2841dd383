package dev.seckill.api.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.check.CheckPoint;
import dev.seckill.model.check.Light;
import org.junit.jupiter.api.Test;

final class BookCheckTest {

    @Test
    void aConsumerThatIsReadyIsGreen() {
        assertThat(judge(200, "{\"ready\":true,\"troubles\":[],\"lag\":0,\"parked\":null}")
                        .light())
                .isEqualTo(Light.GREEN);
    }

    @Test
    void oneThatIsNotReadyOrHasParkedIsAmber() {
        CheckPoint troubled = judge(200, "{\"ready\":false,\"troubles\":[\"mysql is away\"],\"parked\":0}");

        assertThat(troubled.light()).isEqualTo(Light.AMBER);
        assertThat(troubled.found()).contains("mysql is away");
        assertThat(judge(200, "{\"ready\":true,\"parked\":3}").light()).isEqualTo(Light.AMBER);
    }

    @Test
    void oneThatDoesNotKnowTheTokenOrIsNoConsumerIsRed() {
        assertThat(judge(401, "").light()).isEqualTo(Light.RED);
        assertThat(judge(401, "").remedy()).contains("READ_TOKENS");
        assertThat(judge(404, "").light()).isEqualTo(Light.RED);
        assertThat(judge(200, "<html>").light()).isEqualTo(Light.RED);
    }

    private static CheckPoint judge(int status, String body) {
        return BookCheck.judge("http://consumer:3001", status, body.getBytes(UTF_8));
    }
}
