package dev.seckill.consumer.audit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AuditBoundTest {

    private long nanos = -5;

    private final AuditBound bound = new AuditBound(Duration.ofSeconds(7), 3, () -> nanos);

    @Test
    void letsPassWhatIsWithinIt() {
        nanos += Duration.ofSeconds(7).toNanos();

        assertThatCode(() -> bound.check(3)).doesNotThrowAnyException();
        assertThatCode(() -> AuditBound.NONE.check(Integer.MAX_VALUE)).doesNotThrowAnyException();
    }

    @Test
    void saysWhatIsTooMuch() {
        assertThatThrownBy(() -> bound.check(4))
                .isInstanceOf(AuditTooLargeException.class)
                .hasMessage("has more than 3 orders");

        nanos += Duration.ofSeconds(7).toNanos() + 1;
        assertThatThrownBy(() -> bound.check(0))
                .isInstanceOf(AuditTooLargeException.class)
                .hasMessage("takes longer than 7 s");
    }
}
