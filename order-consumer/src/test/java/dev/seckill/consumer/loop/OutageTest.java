package dev.seckill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OutageTest {

    private static final Duration MIN = Duration.ofMillis(100);
    private static final Duration MAX = Duration.ofSeconds(2);

    private long nanos;
    private final Outage outage = new Outage(new Backoff(MIN, MAX, new Random(3)), () -> nanos);

    @Test
    void beginsWithTheFirstFailureOnly() {
        assertThat(outage.failed()).isTrue();
        assertThat(outage.failed()).isFalse();
        assertThat(outage.attempts()).isEqualTo(2);
    }

    @Test
    void waitsLongerEachTimeUpToTheLimit() {
        Duration expected = MIN;
        for (int attempt = 0; attempt < 10; attempt++) {
            outage.failed();
            assertThat(outage.untilRetry()).isBetween(expected.dividedBy(2), expected);
            expected = expected.multipliedBy(2).compareTo(MAX) < 0 ? expected.multipliedBy(2) : MAX;
        }
    }

    @Test
    void startsOverAfterItIsOver() {
        for (int attempt = 0; attempt < 10; attempt++) {
            outage.failed();
        }
        outage.over();

        assertThat(outage.isActive()).isFalse();
        assertThat(outage.untilRetry()).isZero();
        assertThat(outage.failed()).isTrue();
        assertThat(outage.untilRetry()).isLessThanOrEqualTo(MIN);
    }

    @Test
    void remindsOnceInAWhile() {
        outage.failed();
        assertThat(outage.isReminderDue()).isFalse();

        nanos += Duration.ofSeconds(30).toNanos();
        assertThat(outage.isReminderDue()).isTrue();
        assertThat(outage.isReminderDue()).isFalse();
        assertThat(outage.lasted()).isEqualTo(Duration.ofSeconds(30));
    }
}
