package dev.seckill.consumer.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.status.Health.HealthLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthTest {

    private long nanos;
    private final Health health =
            new Health(new HealthLimits(Duration.ofSeconds(10), Duration.ofSeconds(30)), () -> nanos);

    @Test
    void isLiveButNotReadyBeforeTheLoopTurns() {
        assertThat(health.liveProblems()).isEmpty();
        assertThat(health.readyProblems()).containsExactly("waiting for the start");
    }

    @Test
    void staysLiveDuringAMigrationAndNoLonger() {
        health.silentFor(Duration.ofHours(1));

        nanos += Duration.ofHours(1).toNanos();
        assertThat(health.liveProblems()).isEmpty();
        nanos += Duration.ofSeconds(11).toNanos();
        assertThat(health.liveProblems()).isNotEmpty();
    }

    @Test
    void theNextTurnEndsTheSilenceThatAMigrationMayKeep() {
        health.silentFor(Duration.ofHours(1));
        health.beat(Duration.ZERO);

        nanos += Duration.ofSeconds(11).toNanos();
        assertThat(health.liveProblems()).isNotEmpty();
    }

    @Test
    void isNotLiveWithAnotherLoopThatIsNot() {
        health.watch(stalledAfter -> List.of("webhooks: no turn for more than " + stalledAfter));

        assertThat(health.liveProblems()).containsExactly("webhooks: no turn for more than PT10S");
        assertThat(health.readyProblems()).contains("webhooks: no turn for more than PT10S");
    }

    @Test
    void isReadyWhenTheLoopTurnsInTheGroup() {
        health.back();
        health.beat(Duration.ofSeconds(3));

        assertThat(health.readyProblems()).isEmpty();
    }

    @Test
    void isNotReadyBeforeItIsInTheGroup() {
        health.back();
        health.beat(null);

        assertThat(health.readyProblems()).containsExactly("kafka: not in the consumer group yet");
    }

    @Test
    void isNotReadyWhenTheGroupDoesNotHearFromIt() {
        health.back();
        health.beat(Duration.ofSeconds(31));

        assertThat(health.readyProblems()).containsExactly("kafka: no heartbeat to the consumer group for 31 s");
    }

    @Test
    void isNotLiveWhenTheLoopStandsStill() {
        health.back();
        health.beat(Duration.ZERO);
        nanos += Duration.ofSeconds(11).toNanos();

        assertThat(health.liveProblems()).containsExactly("loop: no turn for 11 s");
        assertThat(health.readyProblems()).contains("loop: no turn for 11 s");
    }

    @Test
    void namesWhatItWaitsFor() {
        health.away("mysql: gone");

        assertThat(health.readyProblems()).containsExactly("waiting for mysql: gone");
        assertThat(health.liveProblems()).isEmpty();
    }

    @Test
    void whoIsStoppingIsAliveButNotReady() {
        health.back();
        health.beat(Duration.ZERO);
        assertThat(health.readyProblems()).isEmpty();

        health.stopping();

        assertThat(health.liveProblems()).isEmpty();
        assertThat(health.readyProblems()).containsExactly("stopping");
    }
}
