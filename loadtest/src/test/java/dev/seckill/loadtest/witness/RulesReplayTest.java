package dev.seckill.loadtest.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sale that closes by itself and whose limits change; each test spoils one thing or leaves something out. */
class RulesReplayTest {

    private static final Instant OPENS = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant CLOSES = OPENS.plusSeconds(60);

    private final List<SaleStep> steps = new ArrayList<>(List.of(
            changed(1, "DEFINED", 2),
            accepted(2, "Zoë", 2, 1),
            accepted(3, "Zoe", 2, 2),
            changed(4, "DEFINED", 3),
            accepted(5, "Zoë", 1, 4),
            changed(6, "PAUSED", 3),
            changed(7, "DEFINED", 5),
            changed(8, "RESUMED", 5),
            accepted(9, "Zoë", 2, 59)));

    @Test
    void allowsWhatTheRulesOfTheMomentAllow() {
        assertThat(findings()).isEmpty();
    }

    @Test
    void asksNothingOfASaleWithoutADefinition() {
        assertThat(findingsOf(List.of(accepted(1, null, 7, 1), accepted(2, "a", 900, 2))))
                .isEmpty();
    }

    @Test
    void goesByTheLimitThatHeldAtTheNumberAndNotByALaterOne() {
        steps.set(2, accepted(3, "Zoë", 1, 2));

        assertThat(findings())
                .containsExactly("rules: buyers past their limit: 3 (no 3, Zoë has 3 of at most 2, no 5, Zoë has 4 of"
                        + " at most 3, no 9, Zoë has 6 of at most 5)");
    }

    @Test
    void findsAnOrderPastItsLimit() {
        steps.set(2, accepted(3, null, 5, 2));

        assertThat(findings()).containsExactly("rules: orders past the limit of an order: 1 (no 3, 5 of at most 4)");
    }

    @Test
    void staysPausedWhenItIsDefinedAnew() {
        steps.set(7, accepted(8, "x", 1, 5));

        assertThat(findings())
                .containsExactly("rules: sold while the sale was paused or closed: 2 (no 8, PAUSED, no 9, PAUSED)");
    }

    @Test
    void findsAPurchaseAtTheMomentOfTheClose() {
        steps.set(8, accepted(9, "Zoë", 1, 60));

        assertThat(findings())
                .containsExactly("rules: sold after the hours: 1 (no 9, at 2026-11-29T12:01:00Z and not before"
                        + " 2026-11-29T12:01:00Z)");
    }

    /** What is lost with Redis may have been the resuming. */
    @Test
    void holdsItsTongueAfterANumberThatIsNotThere() {
        steps.remove(7);

        assertThat(findings()).isEmpty();
    }

    @Test
    void goesOnWithWhatWasLastToldOnceTheSaleWasRecovered() {
        steps.set(7, new SaleStep(12, "RECOVERED", OPENS, 0, null, null, null, null));
        steps.set(8, accepted(13, "x", 1, 5));

        assertThat(findings()).containsExactly("rules: sold while the sale was paused or closed: 1 (no 13, PAUSED)");
    }

    private List<String> findings() {
        return findingsOf(steps);
    }

    private static List<String> findingsOf(List<SaleStep> steps) {
        RulesReplay replay = new RulesReplay();
        steps.forEach(replay::take);
        return replay.findings();
    }

    private static SaleStep accepted(long no, String buyer, long units, int seconds) {
        return new SaleStep(no, "ACCEPTED", OPENS.plusSeconds(seconds), -units, buyer, null, null, null);
    }

    private static SaleStep changed(long no, String change, long perBuyer) {
        return new SaleStep(
                no, "SALE_CHANGED", OPENS, 0, null, "admin", change, new SaleTerms(OPENS, CLOSES, perBuyer, 4));
    }
}
