package dev.seckill.model.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SparseLineTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // a stopwatch may run over
    private final SparseLine line = new SparseLine(nanos::get);
    private final List<Long> said = new ArrayList<>();

    @Test
    void saysTheFirstThreeOfASecond() {
        say(3);

        assertThat(said).containsExactly(1L, 1L, 1L);
    }

    @Test
    void saysNoMoreOfASecondButTheirNumberAfterIt() {
        say(1000);
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        say(1);
        assertThat(said).containsExactly(1L, 1L, 1L);

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        say(1000);

        assertThat(said).containsExactly(1L, 1L, 1L, 999L, 1L, 1L);
    }

    @Test
    void saysTheRestAtTheEndOnce() {
        say(1000);

        line.sayRest(said::add);
        line.sayRest(said::add);

        assertThat(said).containsExactly(1L, 1L, 1L, 997L);
    }

    @Test
    void mayBeSaidLessOften() {
        SparseLine rare = new SparseLine(1, Duration.ofMinutes(1), nanos::get);
        rare.say(said::add);
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        rare.say(said::add);
        assertThat(said).containsExactly(1L);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        rare.say(said::add);

        assertThat(said).containsExactly(1L, 2L);
    }

    private void say(int times) {
        for (int i = 0; i < times; i++) {
            line.say(said::add);
        }
    }
}
