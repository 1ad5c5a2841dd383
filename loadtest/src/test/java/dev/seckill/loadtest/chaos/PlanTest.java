package dev.seckill.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final List<Fault> ALL = Arrays.asList(Fault.values());

    @Test
    void theSameSeedMakesTheSamePlan() {
        assertThat(Plan.draw(7, 50, ALL)).isEqualTo(Plan.draw(7, 50, ALL));
    }

    @Test
    void anotherSeedMakesAnotherPlan() {
        assertThat(Plan.draw(7, 50, ALL).rounds())
                .isNotEqualTo(Plan.draw(8, 50, ALL).rounds());
    }

    @Test
    void aLongerPlanBeginsLikeAShorterOne() {
        assertThat(Plan.draw(7, 50, ALL).rounds().subList(0, 20))
                .isEqualTo(Plan.draw(7, 20, ALL).rounds());
    }

    @Test
    void everyFaultComesBeforeOneComesAgain() {
        List<Fault> first = Plan.draw(7, 2 * ALL.size(), ALL).rounds().stream()
                .limit(ALL.size())
                .map(Plan.Round::fault)
                .toList();

        assertThat(new HashSet<>(first)).hasSize(ALL.size());
    }

    @Test
    void drawsOnlyFromTheGivenFaults() {
        assertThat(Plan.draw(7, 30, List.of(Fault.API_KILL, Fault.REDIS_KILL)).rounds())
                .extracting(Plan.Round::fault)
                .containsOnly(Fault.API_KILL, Fault.REDIS_KILL);
    }

    @Test
    void staysWithinItsRanges() {
        assertThat(Plan.draw(7, 500, ALL).rounds()).allSatisfy(round -> {
            assertThat(round.delayMillis()).isBetween(200, 1_500);
            assertThat(round.holdMillis())
                    .isBetween(round.fault().holdMillisMin(), round.fault().holdMillisMax());
            assertThat(round.target()).isBetween(0, 1);
        });
    }

    @Test
    void someRoundsSellOutAndMostDoNot() {
        List<Plan.Round> rounds = Plan.draw(7, 500, ALL).rounds();

        assertThat(rounds.stream().filter(Plan.Round::isScarce).count()).isBetween(50L, 200L);
    }

    @Test
    void aRoundThatNeedsOrdersToForgetIsNeverScarce() {
        assertThat(Plan.draw(7, 500, List.of(Fault.REDIS_OLDER)).rounds()).noneMatch(Plan.Round::isScarce);
    }

    @Test
    void aFrozenKafkaStaysFrozenLongerThanThePublishWait() {
        assertThat((long) Fault.KAFKA_FREEZE.holdMillisMin()).isGreaterThan(ChaosSystem.PUBLISH_WAIT.toMillis());
    }

    @Test
    void refusesToDrawFromNothing() {
        assertThatThrownBy(() -> Plan.draw(7, 1, List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
