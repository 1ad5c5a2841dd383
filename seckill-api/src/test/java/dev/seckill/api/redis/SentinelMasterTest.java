package dev.seckill.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;

final class SentinelMasterTest {

    private static final HostAndPort ONE = new HostAndPort("one", 6379);
    private static final HostAndPort OTHER = new HostAndPort("other", 6379);
    private static final List<HostAndPort> SENTINELS =
            List.of(new HostAndPort("s1", 1), new HostAndPort("s2", 1), new HostAndPort("s3", 1));
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Map<HostAndPort, HostAndPort> told = new HashMap<>();
    private long nanos;
    private final SentinelMaster master =
            new SentinelMaster(SENTINELS, this::ask, Duration.ofSeconds(10), Runnable::run, () -> nanos);

    private HostAndPort ask(HostAndPort sentinel) {
        HostAndPort answer = told.get(sentinel);
        if (answer == null) {
            throw new JedisConnectionException("away");
        }
        return answer;
    }

    private void tell(HostAndPort first, HostAndPort second, HostAndPort third) {
        told.put(SENTINELS.get(0), first);
        told.put(SENTINELS.get(1), second);
        told.put(SENTINELS.get(2), third);
    }

    /** Some time passes, and it is asked for again. */
    private HostAndPort later() {
        nanos += SECOND.toNanos();
        master.of(0);
        return master.of(0);
    }

    @Test
    void theMasterIsToldByAnySentinelThatAnswers() {
        tell(null, null, ONE);

        assertThat(master.of(0)).isEqualTo(ONE);
        assertThat(master.isConfirmedWithin(master.of(0), SECOND))
                .as("by one of three")
                .isFalse();
    }

    @Test
    void noMasterIsKnownWhileNoSentinelAnswers() {
        assertThatThrownBy(() -> master.of(0))
                .isInstanceOf(JedisConnectionException.class)
                .hasMessageContaining("no sentinel");
    }

    @Test
    void theMasterIsConfirmedByMoreThanHalfForAWhile() {
        tell(ONE, ONE, null);

        assertThat(master.of(0)).isEqualTo(ONE);
        assertThat(master.isConfirmedWithin(ONE, SECOND)).isTrue();
        nanos += SECOND.toNanos();
        assertThat(master.isConfirmedWithin(ONE, SECOND)).isFalse();
        later();
        assertThat(master.isConfirmedWithin(ONE, SECOND)).isTrue();
    }

    @Test
    void aSentinelThatAnswersNothingHoldsUpNobody() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            SentinelMaster slow = new SentinelMaster(
                    SENTINELS,
                    sentinel -> {
                        if (sentinel.equals(SENTINELS.get(0))) {
                            awaitQuietly(never);
                        }
                        return ONE;
                    },
                    Duration.ofHours(1),
                    threads,
                    System::nanoTime);

            assertThat(slow.of(0)).isEqualTo(ONE);
            assertThat(slow.isConfirmedWithin(ONE, Duration.ofMinutes(1))).isTrue();
        } finally {
            never.countDown();
            threads.shutdown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFailoverOfWhichOneSentinelTellsIsBelievedAndNotConfirmed() {
        tell(ONE, ONE, ONE);
        master.of(0);
        long version = master.version();

        tell(ONE, OTHER, ONE);

        assertThat(later()).isEqualTo(OTHER);
        assertThat(master.version()).isGreaterThan(version);
        assertThat(master.isConfirmedWithin(master.of(0), SECOND)).isFalse();
        assertThat(later()).as("also when it is asked again").isEqualTo(OTHER);
        tell(OTHER, OTHER, OTHER);
        assertThat(later()).isEqualTo(OTHER);
        assertThat(master.isConfirmedWithin(master.of(0), SECOND)).isTrue();
    }

    @Test
    void aSentinelThatWasCutOffDoesNotBringTheOldMasterBack() {
        tell(ONE, ONE, ONE);
        master.of(0);
        tell(OTHER, OTHER, OTHER);
        later();

        tell(OTHER, OTHER, ONE);

        assertThat(later()).isEqualTo(OTHER);
        assertThat(later()).isEqualTo(OTHER);
    }

    @Test
    void theOldMasterIsMasterAgainOnceAllSayIt() {
        tell(ONE, ONE, ONE);
        master.of(0);
        tell(OTHER, OTHER, OTHER);
        later();

        tell(ONE, ONE, ONE);

        assertThat(later()).isEqualTo(ONE);
        assertThat(master.isConfirmedWithin(master.of(0), SECOND)).isTrue();
    }
}
