package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SendPauseTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // a clock that wraps is a clock all the same
    private final SendPause pause = new SendPause(Duration.ofNanos(100), now::get);

    @Test
    void isOffAtFirst() {
        assertThat(pause.isOn()).isFalse();
    }

    @Test
    void isOnForFourTimesTheWaitOnceASendHasWaitedInVain() {
        pause.begin();

        assertThat(pause.isOn()).isTrue();
        now.addAndGet(399);
        assertThat(pause.isOn()).isTrue();
        now.addAndGet(1);
        assertThat(pause.isOn()).isFalse();
    }

    @Test
    void isNeverOnWhenSendsDoNotWait() {
        SendPause none = new SendPause(Duration.ZERO, now::get);
        none.begin();

        assertThat(none.isOn()).isFalse();
    }
}
