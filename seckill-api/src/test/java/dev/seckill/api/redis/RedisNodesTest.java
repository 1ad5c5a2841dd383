package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
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
    private static final class Asked extends OneNamed {

        private int untilNamed;
        private int doubts;

        Asked() {
            super(MASTER);
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
    }
}
