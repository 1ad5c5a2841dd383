package dev.seckill.api.redis;

import static dev.seckill.api.redis.SentinelAnswer.UNTOLD;
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

    private static final Duration HOUR = Duration.ofHours(1);

    private final Map<HostAndPort, SentinelAnswer> told = new HashMap<>();
    private long nanos;
    private final SentinelMaster master =
            new SentinelMaster(SENTINELS, this::ask, Duration.ofSeconds(10), Runnable::run, () -> nanos);

    private SentinelAnswer ask(HostAndPort sentinel) {
        SentinelAnswer answer = told.get(sentinel);
        if (answer == null) {
            throw new JedisConnectionException("away");
        }
        return answer;
    }

    private void tell(SentinelAnswer first, SentinelAnswer second, SentinelAnswer third) {
        told.put(SENTINELS.get(0), first);
        told.put(SENTINELS.get(1), second);
        told.put(SENTINELS.get(2), third);
    }

    private static SentinelAnswer one(long epoch) {
        return new SentinelAnswer(ONE, epoch);
    }

    private static SentinelAnswer other(long epoch) {
        return new SentinelAnswer(OTHER, epoch);
    }

    /** Some time passes, and it is asked for again. */
    private HostAndPort later() {
        nanos += SECOND.toNanos();
        master.of(0);
        return master.of(0);
    }

    @Test
    void theMasterIsToldByAnySentinelThatAnswers() {
        tell(null, null, one(0));

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
        tell(one(0), one(0), null);

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
                        return one(0);
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
        tell(one(0), one(0), one(0));
        master.of(0);
        long version = master.version();

        tell(one(0), other(1), one(0));

        assertThat(later()).isEqualTo(OTHER);
        assertThat(master.version()).isGreaterThan(version);
        assertThat(master.isConfirmedWithin(master.of(0), SECOND)).isFalse();
        assertThat(later()).as("also when it is asked again").isEqualTo(OTHER);
        tell(other(1), other(1), other(1));
        assertThat(later()).isEqualTo(OTHER);
        assertThat(master.isConfirmedWithin(master.of(0), SECOND)).isTrue();
    }

    @Test
    void anOldMasterIsNotGoneOnWithOnceAnySentinelKnowsANewerEpoch() {
        tell(one(0), one(0), one(0));
        master.of(0);
        assertThat(master.isConfirmedWithin(ONE, HOUR)).isTrue();

        tell(one(0), one(0), other(1));
        later();

        assertThat(master.isConfirmedWithin(ONE, HOUR)).as("at once").isFalse();
    }

    @Test
    void aNewerEpochIsRememberedWhileThoseWhoAreLeftMayNotHaveHeardOfIt() {
        tell(one(0), one(0), other(1));
        master.of(0);

        tell(one(0), one(0), null);

        for (int i = 0; i < 5; i++) {
            assertThat(later()).isEqualTo(OTHER);
            assertThat(master.isConfirmedWithin(ONE, HOUR)).isFalse();
            assertThat(master.isConfirmedWithin(OTHER, HOUR)).isFalse();
        }
        assertThat(later()).as("it was lost with who knew it").isEqualTo(ONE);
        assertThat(master.isConfirmedWithin(ONE, SECOND)).isTrue();
    }

    @Test
    void aNewerEpochThatIsToldAgainIsNotForgotten() {
        tell(one(0), one(0), other(1));
        master.of(0);
        for (int i = 0; i < 10; i++) {
            tell(one(0), one(0), i % 3 == 0 ? other(1) : null);
            assertThat(later()).isEqualTo(OTHER);
        }
    }

    @Test
    void sentinelsThatWereSetUpAnewAreBelievedAfterAWhile() {
        tell(one(7), one(7), one(7));
        master.of(0);
        tell(other(0), other(0), other(0));

        for (int i = 0; i < 5; i++) {
            assertThat(later()).isEqualTo(ONE);
        }
        assertThat(later()).isEqualTo(OTHER);
        assertThat(master.isConfirmedWithin(OTHER, SECOND)).isTrue();
    }

    @Test
    void aSentinelThatWasCutOffDoesNotBringTheOldMasterBack() {
        tell(one(0), one(0), one(0));
        master.of(0);
        tell(other(1), other(1), other(1));
        later();

        tell(other(1), other(1), one(0));

        assertThat(later()).isEqualTo(OTHER);
        assertThat(later()).isEqualTo(OTHER);
        assertThat(master.isConfirmedWithin(OTHER, SECOND))
                .as("by the two that know better")
                .isTrue();
    }

    @Test
    void anInstanceThatStartsBesideAStaleSentinelStaysAtTheMaster() {
        tell(other(1), other(1), one(0));

        assertThat(master.of(0)).isEqualTo(OTHER);
        long version = master.version();
        for (int i = 0; i < 3; i++) {
            assertThat(later()).isEqualTo(OTHER);
            assertThat(master.isConfirmedWithin(OTHER, SECOND)).isTrue();
        }
        assertThat(master.version()).as("no connection is given up").isEqualTo(version);
    }

    @Test
    void theEpochDecidesAndNotTheNumberOfThoseWhoAreStale() {
        tell(one(0), one(0), other(1));

        assertThat(master.of(0)).isEqualTo(OTHER);
        assertThat(master.isConfirmedWithin(OTHER, SECOND)).isFalse();
        assertThat(master.isConfirmedWithin(ONE, SECOND)).isFalse();
    }

    @Test
    void nobodyIsConfirmedWhileAnotherHasTheSameEpoch() {
        tell(one(1), one(1), one(1));
        master.of(0);

        tell(one(1), one(1), other(1));
        later();

        assertThat(master.isConfirmedWithin(ONE, HOUR)).isFalse();
        assertThat(master.isConfirmedWithin(OTHER, HOUR)).isFalse();
    }

    @Test
    void aMajorityDoesNotOutweighOneWithTheSameEpoch() {
        tell(other(1), other(1), other(1));
        master.of(0);
        tell(one(2), one(2), one(2));
        later();
        assertThat(master.isConfirmedWithin(ONE, HOUR)).isTrue();

        tell(one(2), one(2), other(2));

        assertThat(later()).as("the old name is no news").isEqualTo(ONE);
        assertThat(master.isConfirmedWithin(ONE, HOUR)).isFalse();
    }

    @Test
    void aSentinelThatLostItsEpochStillNamesTheMaster() {
        tell(one(3), one(0), null);

        assertThat(master.of(0)).isEqualTo(ONE);
        assertThat(master.isConfirmedWithin(ONE, SECOND)).isTrue();
    }

    @Test
    void sentinelsThatTellNoEpochAreBelievedWhileTheyAgree() {
        tell(one(UNTOLD), one(UNTOLD), one(UNTOLD));
        assertThat(master.of(0)).isEqualTo(ONE);
        assertThat(master.isConfirmedWithin(ONE, SECOND)).isTrue();

        tell(one(UNTOLD), one(UNTOLD), other(UNTOLD));

        assertThat(later()).as("a new name wins").isEqualTo(OTHER);
        assertThat(master.isConfirmedWithin(ONE, HOUR)).isFalse();
        assertThat(master.isConfirmedWithin(OTHER, HOUR)).isFalse();
        tell(other(UNTOLD), other(UNTOLD), one(UNTOLD));
        assertThat(later()).as("and an old one does not").isEqualTo(OTHER);
        assertThat(master.isConfirmedWithin(OTHER, HOUR)).isFalse();
    }

    @Test
    void aSentinelThatTellsNoEpochCanStopTheSaleAndNotMoveIt() {
        tell(one(1), one(1), one(UNTOLD));
        master.of(0);
        assertThat(master.isConfirmedWithin(ONE, HOUR)).isTrue();

        tell(one(1), one(1), other(UNTOLD));

        assertThat(later()).isEqualTo(ONE);
        assertThat(master.isConfirmedWithin(ONE, HOUR)).isFalse();
    }

    @Test
    void whoDoesNotTellItsEpochIsKnownUntilItDoes() {
        tell(one(1), one(UNTOLD), null);
        assertThat(master.withoutEpoch()).containsExactly(SENTINELS.get(1));

        tell(one(1), one(1), null);
        assertThat(master.withoutEpoch()).isEmpty();
    }

    @Test
    void whoDoesNotTellItsEpochIsKnownThoughItAnswersWhenTheMasterIsKnown() {
        tell(one(1), one(1), null);
        master.of(0);
        told.put(SENTINELS.get(2), one(UNTOLD));

        assertThat(master.withoutEpoch()).containsExactly(SENTINELS.get(2));
    }

    @Test
    void theOldMasterIsMasterAgainOnceItIsPromotedAgain() {
        tell(one(0), one(0), one(0));
        master.of(0);
        tell(other(1), other(1), other(1));
        later();

        tell(one(2), one(2), one(2));

        assertThat(later()).isEqualTo(ONE);
        assertThat(master.isConfirmedWithin(master.of(0), SECOND)).isTrue();
    }
}
