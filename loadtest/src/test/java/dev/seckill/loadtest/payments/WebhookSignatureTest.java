package dev.seckill.loadtest.payments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the example that the reference libraries of Standard Webhooks test themselves with. */
final class WebhookSignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIME = "1614265330";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);

    private final WebhookSignature signature = new WebhookSignature(List.of(SECRET));

    @Test
    void takesTheExampleOfTheConvention() {
        assertThat(signature.isRight(ID, TIME, SIGNATURE, BODY, NOW)).isTrue();
        assertThat(signature.isRight(ID, TIME, "v1,b3RoZXI= " + SIGNATURE, BODY, NOW))
                .isTrue();
    }

    @Test
    void takesAnOldSecretBesideANewOne() {
        WebhookSignature rotating = new WebhookSignature(List.of(WebhookSignature.randomSecret(), SECRET));

        assertThat(rotating.isRight(ID, TIME, SIGNATURE, BODY, NOW)).isTrue();
    }

    @Test
    void refusesWhatIsOfAnotherSecretBodyIdOrTime() {
        assertThat(new WebhookSignature(List.of(WebhookSignature.randomSecret()))
                        .isRight(ID, TIME, SIGNATURE, BODY, NOW))
                .isFalse();
        assertThat(signature.isRight(ID, TIME, SIGNATURE, "{}".getBytes(UTF_8), NOW))
                .isFalse();
        assertThat(signature.isRight("msg_2", TIME, SIGNATURE, BODY, NOW)).isFalse();
        assertThat(signature.isRight(ID, "1614265331", SIGNATURE, BODY, NOW)).isFalse();
        assertThat(signature.isRight(ID, TIME, SIGNATURE, BODY, NOW.plusSeconds(301)))
                .isFalse();
        assertThat(signature.isRight(ID, TIME, SIGNATURE, BODY, NOW.minusSeconds(301)))
                .isFalse();
        assertThat(signature.isRight(ID, "soon", SIGNATURE, BODY, NOW)).isFalse();
        assertThat(signature.isRight(null, null, null, BODY, NOW)).isFalse();
    }
}
