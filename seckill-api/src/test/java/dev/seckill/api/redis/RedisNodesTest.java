package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.HostAndPort;

@Timeout(30)
final class RedisNodesTest {

    private static final HostAndPort MASTER = new HostAndPort("m", 1);
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private final Asked masters = new Asked();
    private final RedisNodes nodes =
            new RedisNodes(new RedisSettings(URI.create("redis://m"), Duration.ofSeconds(1)), masters);

    @Test
    void aMasterThatWasNamedLatelyIsConfirmedAtOnce() {
        masters.untilNamed = 0;

        assertThat(nodes.isConfirmedWithin(MASTER, WITHIN, System.nanoTime())).isTrue();
        assertThat(masters.doubts).isZero();
    }

    @Test
    void whoIsAskedMayTakeAWhileToNameAMaster() {
        masters.untilNamed = 3;

        assertThat(nodes.isConfirmedWithin(MASTER, WITHIN, System.nanoTime() + Long.MAX_VALUE / 2))
                .isTrue();
        assertThat(masters.doubts).isEqualTo(3);
    }

    @Test
    void nobodyWaitsForLongerThanHeMay() {
        masters.untilNamed = Integer.MAX_VALUE;

        assertThat(nodes.isConfirmedWithin(MASTER, WITHIN, System.nanoTime())).isFalse();
    }

    /** It is named once they were asked often enough. */
    private static final class Asked implements Masters {

        private int untilNamed;
        private int doubts;

        @Override
        public HostAndPort of(int slot) {
            return MASTER;
        }

        @Override
        public Set<HostAndPort> all() {
            return Set.of(MASTER);
        }

        @Override
        public long version() {
            return 0;
        }

        @Override
        public long version(int slot) {
            return 0;
        }

        @Override
        public void moved(int slot, HostAndPort to) {
            throw new AssertionError();
        }

        @Override
        public void doubt() {
            doubts++;
        }

        @Override
        public boolean isConfirmedWithin(HostAndPort master, Duration time) {
            return doubts >= untilNamed;
        }

        @Override
        public boolean isAskedWithin(Duration time) {
            return true;
        }
    }
}
