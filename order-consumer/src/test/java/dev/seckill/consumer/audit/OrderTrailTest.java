package dev.seckill.consumer.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.JournalEntry;
import dev.seckill.consumer.store.OrderTerms;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OrderTrailTest {

    private static final Instant BEGIN = Instant.parse("2026-11-29T10:00:00Z");
    private static final Instant TIME = BEGIN.plusSeconds(60);
    private static final OrderTerms HELD = new OrderTerms(TIME, false, null);
    private static final OrderTerms CANCELLABLE = new OrderTerms(null, true, null);
    private static final OrderTerms CANCELLED = new OrderTerms(null, false, "CANCELLED");
    private static final OrderTerms EXPIRED = new OrderTerms(null, false, "EXPIRED");

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final OrderId order = ids.next();
    private final OrderTrail trail = new OrderTrail();
    private long no;

    @Test
    void allowsEveryWayThatAnOrderMayGo() {
        step("ACCEPTED", -2, BEGIN, HELD);
        step("EXTENDED", 0, TIME.minusMillis(1), new OrderTerms(TIME.plusSeconds(9), false, null));
        step("RELEASED", 2, TIME.plusSeconds(9), EXPIRED);
        step("LATE", 0, TIME.plusSeconds(10), OrderTerms.NONE);
        OrderId paid = ids.next();
        step(paid, "ACCEPTED", -1, BEGIN, new OrderTerms(TIME, true, null));
        step(paid, "CONFIRMED", 0, TIME.minusMillis(1), OrderTerms.NONE);
        step(paid, "RELEASED", 1, TIME.plusSeconds(99), CANCELLED);
        OrderId sold = ids.next();
        step(sold, "ACCEPTED", -1, BEGIN, OrderTerms.NONE);

        assertThat(trail.illegal().examples()).isEmpty();
        assertThat(trail.units(5, 4)).isEqualTo(new JournalUnits(5, 4, 0, 1, 3, 1, 0, true));
    }

    @Test
    void findsWhatCameBeforeTheAcceptance() {
        step("CONFIRMED", 0, BEGIN, OrderTerms.NONE);
        step("RELEASED", 1, BEGIN, CANCELLED);
        step("LATE", 0, BEGIN, OrderTerms.NONE);
        step("ACCEPTED", -1, BEGIN, HELD);

        assertThat(found())
                .containsExactly(
                        "1: CONFIRMED, but it was not open",
                        "2: released, but not open",
                        "3: LATE, but it was not open");
    }

    @Test
    void findsUnitsThatCameBackTwice() {
        step("ACCEPTED", -1, BEGIN, HELD);
        step("RELEASED", 1, TIME, EXPIRED);
        step("RELEASED", 1, TIME, EXPIRED);

        assertThat(found()).containsExactly("3: released again");
    }

    @Test
    void findsAnythingButOneLatePaymentAfterARelease() {
        step("ACCEPTED", -1, BEGIN, HELD);
        step("RELEASED", 1, TIME, EXPIRED);
        step("CONFIRMED", 0, TIME, OrderTerms.NONE);
        step("EXTENDED", 0, TIME, HELD);
        step("LATE", 0, TIME, OrderTerms.NONE);
        step("LATE", 0, TIME, OrderTerms.NONE);

        assertThat(found())
                .containsExactly(
                        "3: CONFIRMED, but it was RELEASED",
                        "4: EXTENDED, but it was RELEASED",
                        "6: LATE, but it was LATE");
    }

    @Test
    void findsAnOrderThatWasTakenFromItsBuyerBeforeItsTimeOrAfterItWasPaid() {
        step("ACCEPTED", -1, BEGIN, HELD);
        step("RELEASED", 1, TIME.minusMillis(1), EXPIRED);
        OrderId paid = ids.next();
        step(paid, "ACCEPTED", -1, BEGIN, HELD);
        step(paid, "CONFIRMED", 0, BEGIN, OrderTerms.NONE);
        step(paid, "RELEASED", 1, TIME, CANCELLED);
        OrderId sold = ids.next();
        step(sold, "ACCEPTED", -1, BEGIN, CANCELLABLE);
        step(sold, "RELEASED", 1, TIME, EXPIRED);

        assertThat(found())
                .containsExactly(
                        "2: expired before its time",
                        "5: released, but it was confirmed",
                        "7: released, but it was confirmed");
    }

    @Test
    void findsWhatCameAfterTheTimeOfAnOrder() {
        step("ACCEPTED", -1, BEGIN, HELD);
        step("EXTENDED", 0, BEGIN, HELD);
        step("EXTENDED", 0, TIME, new OrderTerms(TIME.plusSeconds(1), false, null));
        step("CONFIRMED", 0, TIME.plusSeconds(1), OrderTerms.NONE);

        assertThat(found())
                .containsExactly(
                        "2: extended by nothing",
                        "3: EXTENDED at 2026-11-29T10:01:00Z, but it was held until 2026-11-29T10:01:00Z",
                        "4: CONFIRMED at 2026-11-29T10:01:01Z, but it was held until 2026-11-29T10:01:01Z");
    }

    /** The missing number may have been the extension, or the acceptance. */
    @Test
    void saysNothingBehindAGapUntilARecoverAccountsForAll() {
        step("ACCEPTED", -1, BEGIN, HELD);
        trail.gap();
        step("CONFIRMED", 0, TIME, OrderTerms.NONE);
        step(ids.next(), "CONFIRMED", 0, TIME, OrderTerms.NONE);
        trail.recovered(false);
        step(ids.next(), "CONFIRMED", 0, TIME, OrderTerms.NONE);
        trail.recovered(true);
        step(ids.next(), "CONFIRMED", 0, TIME, OrderTerms.NONE);

        assertThat(found()).containsExactly("5: CONFIRMED, but it was not open");
    }

    @Test
    void keepsALotOfOrdersApart() {
        List<OrderId> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add(ids.next());
            step(many.get(i), "ACCEPTED", -1, BEGIN, HELD);
        }
        for (int i = 0; i < 100_000; i += 2) {
            step(many.get(i), "CONFIRMED", 0, BEGIN, OrderTerms.NONE);
        }
        trail.end(TIME);

        assertThat(trail.illegal().count()).isZero();
        assertThat(trail.units(100_000, 0)).isEqualTo(new JournalUnits(100_000, 0, 50_000, 50_000, 0, 0, 50_000, true));
    }

    private void step(String kind, int units, Instant at, OrderTerms terms) {
        step(order, kind, units, at, terms);
    }

    private void step(OrderId id, String kind, int units, Instant at, OrderTerms terms) {
        trail.take(new JournalEntry(
                "counter", ++no, kind, id.toString(), null, units, 5, at, null, terms, List.of(), true));
    }

    /** Without the ids. */
    private List<String> found() {
        return trail.illegal().examples().stream()
                .map(text -> text.replaceFirst(" [0-9a-f-]{36} ", " "))
                .toList();
    }
}
