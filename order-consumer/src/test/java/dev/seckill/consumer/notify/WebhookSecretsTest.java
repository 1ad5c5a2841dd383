package dev.seckill.consumer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookSecretsTest {

    /** The vector that the libraries of Standard Webhooks test themselves with. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIMESTAMP = 1_614_265_330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void signsAsTheConventionSays() {
        assertThat(WebhookSecrets.of(List.of(SECRET)).sign(ID, TIMESTAMP, BODY)).isEqualTo(SIGNATURE);
    }

    @Test
    void withTwoSecretsBothSignTheFirstInFront() {
        String other = "whsec_" + "A".repeat(32);

        String both = WebhookSecrets.of(List.of(SECRET, other)).sign(ID, TIMESTAMP, BODY);

        assertThat(both.split(" "))
                .containsExactly(SIGNATURE, WebhookSecrets.of(List.of(other)).sign(ID, TIMESTAMP, BODY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_*", "WHSEC_x"})
    void aSecretIsAtLeast24BytesInBase64AndIsNotTold(String text) {
        assertThatThrownBy(() -> WebhookSecrets.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("each secret must be " + WebhookSecrets.RULE);
    }

    @Test
    void thereAreOneOrTwo() {
        assertThatThrownBy(() -> WebhookSecrets.of(List.of())).hasMessageContaining("are 0");
        assertThatThrownBy(() -> WebhookSecrets.of(List.of(SECRET, SECRET, SECRET)))
                .hasMessageContaining("are 3");
        assertThat(WebhookSecrets.of(List.of(SECRET))).hasToString("WebhookSecrets[1]");
    }
}
