package dev.seckill.consumer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.JournalEntry;
import dev.seckill.consumer.store.OrderTerms;
import dev.seckill.consumer.store.SaleRules;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuleTrailTest {

    private static final Instant OPENING = Instant.parse("2026-11-29T10:00:00Z");
    private static final Instant CLOSE = Instant.parse("2026-11-29T11:00:00Z");

    private final RuleTrail trail = new RuleTrail();
    private long no;

    @Test
    void findsOrdersOutsideTheHoursByTheMillisecond() {
        trail.changed(new SaleRules("OPEN", OPENING, CLOSE, 0, 9));

        accepted(null, 1, OPENING.minusMillis(1));
        accepted(null, 1, OPENING);
        accepted(null, 1, CLOSE.minusMillis(1));
        accepted(null, 1, CLOSE);

        assertThat(trail.outside().examples())
                .containsExactly(
                        "1: accepted at 2026-11-29T09:59:59.999Z, before the opening at 2026-11-29T10:00:00Z",
                        "4: accepted at 2026-11-29T11:00:00Z, after the close at 2026-11-29T11:00:00Z");
    }

    @Test
    void findsOrdersWhileTheSaleWasPausedOrClosed() {
        trail.changed(state("PAUSED"));
        accepted("Zoë", 1);
        trail.changed(state("OPEN"));
        accepted("Zoë", 1);
        trail.changed(state("CLOSED"));
        accepted("Zoë", 1);

        assertThat(trail.outside().examples())
                .containsExactly("1: accepted while the sale was PAUSED", "3: accepted while the sale was CLOSED");
    }

    @Test
    void findsTheOrderWithWhichABuyerGotTooMuch() {
        trail.changed(limits(2, 9));
        accepted("Zoë", 1);
        accepted("zoë", 2);
        accepted("Zoë", 1);
        accepted(null, 7);
        accepted("Zoë", 1);

        assertThat(trail.overLimit().examples()).containsExactly("5: makes 3 units of one buyer, who may have 2");
    }

    /** As the counter does it: what somebody has counts, whenever he got it. */
    @Test
    void holdsAgainstALimitWhatABuyerHadBefore() {
        accepted("Zoë", 3);
        trail.changed(limits(2, 9));
        accepted("李", 2);
        accepted("Zoë", 1);
        trail.changed(limits(5, 9));
        accepted("Zoë", 1);

        assertThat(trail.overLimit().examples()).containsExactly("3: makes 4 units of one buyer, who may have 2");
    }

    @Test
    void aBuyerMayHaveAgainWhatHeGaveBack() {
        trail.changed(limits(2, 9));
        accepted("Zoë", 2);
        trail.released(entry("RELEASED", "Zoë", 2, OPENING));
        trail.released(entry("RELEASED", null, 2, OPENING));
        accepted("Zoë", 2);
        accepted("Zoë", 1);

        assertThat(trail.overLimit().examples()).containsExactly("5: makes 3 units of one buyer, who may have 2");
    }

    @Test
    void findsAnOrderOfTooManyUnits() {
        trail.changed(limits(0, 2));
        accepted("Zoë", 2);
        accepted("Zoë", 3);

        assertThat(trail.overLimit().examples()).containsExactly("2: is of 3 units, and may be of 2");
    }

    @Test
    void saysNothingOfASaleThatNobodyDefined() {
        accepted("Zoë", 1_000);

        assertThat(trail.outside().count() + trail.overLimit().count()).isZero();
    }

    /** The missing number may have been a resume. */
    @Test
    void saysNothingBehindAGapUntilTheNextChange() {
        trail.changed(state("PAUSED"));
        trail.gap();
        accepted("Zoë", 1);
        trail.recovered(false);
        accepted("Zoë", 1);
        trail.recovered(true);
        accepted("Zoë", 1);
        trail.gap();
        trail.changed(state("CLOSED"));
        accepted("Zoë", 1);

        assertThat(trail.outside().examples())
                .containsExactly("3: accepted while the sale was PAUSED", "4: accepted while the sale was CLOSED");
    }

    @Test
    void keepsAMillionBuyersApart() {
        trail.changed(limits(1, 9));
        for (int buyer = 0; buyer < 1_000_000; buyer++) {
            accepted("buyer-" + buyer, 1);
        }
        accepted("buyer-765432", 1);

        assertThat(trail.overLimit().count()).isEqualTo(1);
    }

    private void accepted(String buyer, int units) {
        accepted(buyer, units, OPENING);
    }

    private void accepted(String buyer, int units, Instant at) {
        trail.accepted(entry("ACCEPTED", buyer, -units, at));
    }

    private JournalEntry entry(String kind, String buyer, int units, Instant at) {
        return new JournalEntry(
                "counter", ++no, kind, "id", buyer, units, 5, at, null, OrderTerms.NONE, List.of(), true);
    }

    private static SaleRules state(String state) {
        return new SaleRules(state, null, null, 0, 9);
    }

    private static SaleRules limits(long perBuyer, long perOrder) {
        return new SaleRules("OPEN", null, null, perBuyer, perOrder);
    }
}
