package dev.seckill.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OrderIdGeneratorTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123Z");

    @Test
    void next_carriesTheTimeItWasMade() {
        OrderId id = new OrderIdGenerator(Clock.fixed(NOW, ZoneOffset.UTC)).next();

        assertThat(id.madeAt()).isEqualTo(NOW);
        assertThat(id.value().version()).isEqualTo(7);
        assertThat(OrderId.parse(id.toString())).isEqualTo(id);
    }

    @Test
    void next_risesStrictlyWhileTheClockStandsStill() {
        OrderIdGenerator generator = new OrderIdGenerator(Clock.fixed(NOW, ZoneOffset.UTC));

        List<OrderId> ids = Stream.generate(generator::next).limit(10_000).toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(ids.stream().map(OrderId::toString)).isSorted();
    }

    @Test
    void next_risesStrictlyWhenTheClockStepsBack() {
        SteppingClock clock = new SteppingClock(NOW);
        OrderIdGenerator generator = new OrderIdGenerator(clock);
        OrderId before = generator.next();

        clock.now = NOW.minusSeconds(60);

        assertThat(generator.next()).isGreaterThan(before);
    }

    private static final class SteppingClock extends Clock {
        private Instant now;

        private SteppingClock(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
