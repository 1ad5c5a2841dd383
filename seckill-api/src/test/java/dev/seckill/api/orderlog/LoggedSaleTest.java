package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.sale.Journal;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.OutboxEntry.Offer;
import dev.seckill.api.sale.RebuiltJournal;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import dev.seckill.model.event.SalePhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoggedSaleTest {

    private static final SaleId SALE = new SaleId("car");
    private static final SaleState LOST = SaleState.parse(null, Map.of(), 0);
    private static final SaleDefinition LIMITED =
            new SaleDefinition("A car", "car", Instant.parse("2026-12-01T00:00:00Z"), null, 2, 2);

    private static final SaleDefinition HELD = new SaleDefinition(
            "A car", "car", null, null, 0, 9, new HoldRules(Duration.ofMinutes(1), Duration.ofMinutes(5), true));

    private static final KafkaSettings SETTINGS =
            new KafkaSettings("unused:0", "unused", 1, (short) 1, null, null, null, null, null, Set.of());

    private static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final Journal journal = new Journal(SALE);

    @Test
    void countsUnitsAndNotOrders() {
        journal.restocked(10, null).bought(3, "a", null).bought(2, "b", null);

        LoggedSale logged = logged(journal.entries());

        assertThat(logged.isExplained()).isTrue();
        RebuiltSale rebuilt = logged.rebuild(logged.allotment(), LOST);
        assertThat(rebuilt.orders()).isEqualTo(2);
        assertThat(rebuilt.sold()).isEqualTo(5);
        assertThat(rebuilt.left()).isEqualTo(5);
        assertThat(rebuilt.journal().left()).isEqualTo(5);
    }

    @Test
    void countsWhatWentBackAsLeft() {
        journal.defined(HELD)
                .restocked(10, null)
                .bought(3, "a", null)
                .bought(2, "b", null)
                .released(1, Reason.EXPIRED)
                .late(1)
                .confirmed(2)
                .bought(4, "c", null);

        LoggedSale logged = logged(journal.entries());

        assertThat(logged.isExplained()).isTrue();
        RebuiltSale rebuilt = logged.rebuild(logged.allotment(), LOST);
        assertThat(rebuilt.orders()).isEqualTo(3);
        assertThat(rebuilt.sold()).isEqualTo(9);
        assertThat(rebuilt.released()).isEqualTo(3);
        assertThat(rebuilt.left()).isEqualTo(4);
        assertThat(rebuilt.journal().left()).isEqualTo(4);
        assertThat(rebuilt.journal().voided()).isEmpty();
    }

    @Test
    void givesBackAllUnitsOfAnOrderThatWasLost() {
        journal.restocked(10, null).bought(3, "a", null).bought(4, "b", null).bought(1, "c", null);
        List<OutboxEntry> entries = new ArrayList<>(journal.entries());
        entries.remove(2);

        RebuiltSale rebuilt = logged(entries).rebuild(10, LOST);

        assertThat(rebuilt.left()).isEqualTo(6);
        assertThat(rebuilt.voided()).isEqualTo(1);
        assertThat(rebuilt.journal().voided()).containsExactly(new NumberRange(3, 3));
        assertThat(rebuilt.journal().left()).isEqualTo(6);
    }

    /** Whatever the partitions of the log, its message is read before or behind that of the recover. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 5})
    void leavesOutAnOrderWhoseNumberWasGivenUpWhereverItsMessageStands(int place) {
        journal.restocked(10, null).bought(3, "a", "k").bought(4, "b", "late").bought(1, "c", null);
        List<OutboxEntry> entries = new ArrayList<>(journal.entries());
        OutboxEntry late = entries.remove(2);
        entries.add(OutboxEntry.of(
                new SaleEvent.Recovered(
                        SALE, 5, 6, AT, 7, List.of(new NumberRange(3, 3)), List.of(new NumberRange(2, 2))),
                null,
                new Offer(10, 7)));
        entries.add(OutboxEntry.of(
                new SaleEvent.Accepted(6, new Order(ids.next(), SALE, 4, null, "car", 1, 5, AT)),
                null,
                new Offer(10, 7)));
        entries.add(place, late);

        LoggedSale logged = read(entries);

        assertThat(logged.isExplained()).isTrue();
        assertThat(logged.missingEvents()).isZero();
        assertThat(logged.has(late)).isFalse();
        RebuiltSale rebuilt = logged.rebuild(logged.allotment(), LOST);
        assertThat(rebuilt.orders()).isEqualTo(3);
        assertThat(rebuilt.sold()).isEqualTo(5);
        assertThat(rebuilt.left()).isEqualTo(5);
        assertThat(rebuilt.journal()).isEqualTo(new RebuiltJournal(6, 5, 5, List.of(), List.of()));
        List<OutboxEntry> remembered = new ArrayList<>();
        logged.beginAgain(outbox -> entries.forEach(outbox::accept), remembered::add);
        assertThat(remembered)
                .extracting(entry -> entry.event().no())
                .as("buyers and keys")
                .containsExactlyInAnyOrder(2L, 4L);
    }

    /** An older order book may have it. */
    @Test
    void givesNoPlaceAgainOfAnOrderWhoseNumberWasGivenUp() {
        journal.restocked(10, null).bought(1, null, null).bought(1, null, null);
        List<OutboxEntry> entries = new ArrayList<>(journal.entries());
        OutboxEntry late = entries.remove(2);
        SaleEvent.Recovered recovered =
                new SaleEvent.Recovered(SALE, 4, 9, AT, 7, List.of(new NumberRange(3, 3)), List.of());
        entries.add(OutboxEntry.of(recovered, null, new Offer(10, 7)));
        assertThat(read(entries).rebuild(10, LOST).seq()).isEqualTo(1);

        entries.add(late);
        assertThat(read(entries).rebuild(10, LOST).seq()).isEqualTo(2);
    }

    /** To read the log once more would lose what only the outbox has. */
    @Test
    void isOvertakenByARecoverThatComesBehindTheOutbox() {
        journal.restocked(10, null).bought(1, null, null).bought(1, null, null);
        LoggedSale logged = logged(journal.entries());
        assertThat(logged.isOvertaken()).isFalse();

        logged.add(LoggedEvent.of(OutboxEntry.of(
                new SaleEvent.Recovered(SALE, 4, 9, AT, 7, List.of(new NumberRange(3, 3)), List.of()),
                null,
                new Offer(10, 7))));

        assertThat(logged.isOvertaken()).isTrue();
        assertThat(logged.isOutdated()).isFalse();
    }

    @Test
    void hasGoneOnIfWhatIsToBeGivenUpComesAfterAll() {
        journal.restocked(10, null).bought(3, "a", null).bought(4, "b", null).bought(1, "c", null);
        List<OutboxEntry> entries = new ArrayList<>(journal.entries());
        OutboxEntry late = entries.remove(2);
        LoggedSale logged = logged(entries);
        RebuiltSale rebuilt = logged.rebuild(10, LOST);
        assertThat(logged.hasGoneOnSince(rebuilt)).isFalse();

        logged.add(late);

        assertThat(logged.hasGoneOnSince(rebuilt)).isTrue();
        assertThat(logged.hasGoneOnSince(logged.rebuild(10, LOST))).isFalse();
        RebuiltSale before = logged.rebuild(10, LOST);
        journal.bought(1, "d", null);
        logged.add(journal.entries().get(4));
        assertThat(logged.hasGoneOnSince(before)).as("the next number is taken").isTrue();
    }

    @Test
    void goesByTheRulesWithTheHighestNumberInWhateverOrderTheyAreRead() {
        journal.defined(Journal.BARE).restocked(10, null).paused().defined(LIMITED);
        List<OutboxEntry> backwards = new ArrayList<>(journal.entries());
        Collections.reverse(backwards);

        RebuiltSale rebuilt = logged(backwards).rebuild(10, LOST);

        assertThat(rebuilt.rules().definition()).isEqualTo(LIMITED);
        assertThat(rebuilt.phase()).isEqualTo(SalePhase.PAUSED);
    }

    @Test
    void knowsNoRulesOfASaleThatNobodyDefined() {
        journal.restocked(10, null).bought(1, null, null);

        RebuiltSale rebuilt = logged(journal.entries()).rebuild(10, LOST);

        assertThat(rebuilt.rules()).isNull();
        assertThat(rebuilt.phase()).isEqualTo(SalePhase.OPEN);
    }

    @Test
    void saysWhenTheHeapIsTooSmallForWhatBecomesOfOrders() {
        journal.defined(HELD).restocked(200, null);
        for (int place = 1; place <= 100; place++) {
            journal.bought(1, null, null).confirmed(place);
        }
        LoggedSale small = new LoggedSale(SALE, SETTINGS, 18_000);

        assertThatThrownBy(() -> journal.entries().forEach(small::add))
                .isInstanceOf(TooManyOrdersException.class)
                .hasMessageContaining("too small for the numbers of the journal's 127 events");
    }

    /** As {@link LoggedSales#readOn} does it. */
    private static LoggedSale read(List<OutboxEntry> entries) {
        LoggedSale read = new LoggedSale(SALE, SETTINGS, Long.MAX_VALUE);
        entries.forEach(entry -> read.add(LoggedEvent.of(entry)));
        if (read.isOutdated()) {
            read.forget();
            entries.forEach(entry -> read.add(LoggedEvent.of(entry)));
        }
        assertThat(read.isOutdated()).isFalse();
        return read;
    }

    private static LoggedSale logged(List<OutboxEntry> entries) {
        LoggedSale logged = new LoggedSale(SALE, SETTINGS, Long.MAX_VALUE);
        entries.forEach(logged::add);
        return logged;
    }
}
