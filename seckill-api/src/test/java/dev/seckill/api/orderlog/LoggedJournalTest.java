package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.OutboxEntry.Offer;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoggedJournalTest {

    private static final Instant NOW = Instant.now();

    private static final SaleId SALE = SaleId.DEFAULT;

    private static final SaleEvent RECOVERED =
            new SaleEvent.Recovered(SALE, 5, 0, NOW, 1, List.of(new NumberRange(3, 4)), List.of());

    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final LoggedJournal journal = new LoggedJournal(1 << 20);

    @Test
    void addsUpTheUnitsOfEachEventOnceHoweverOftenItIsLogged() {
        SaleEvent first = new SaleEvent.Restocked(SaleId.DEFAULT, 1, 10, 10, NOW, "by hand");
        journal.add(logged(first));
        journal.add(logged(first));
        journal.add(logged(order(2)));

        assertThat(journal.units()).isEqualTo(9);
        assertThat(journal.events()).isEqualTo(2);
        assertThat(journal.rival()).isNull();
        assertThat(journal.newest().event().no()).isEqualTo(2);
    }

    @Test
    void knowsAnotherEventUnderANumberForARival() {
        journal.add(logged(new SaleEvent.Restocked(SaleId.DEFAULT, 1, 10, 10, NOW, "by hand")));
        LoggedEvent forged = logged(new SaleEvent.Restocked(SaleId.DEFAULT, 1, 1000, 1000, NOW, "by hand"));
        journal.add(forged);
        journal.add(logged(order(1)));

        assertThat(journal.rival()).isSameAs(forged);
        assertThat(journal.units()).isEqualTo(10);
    }

    @Test
    void hasNoPlaceForAnOrderOfAnOlderProgram() {
        journal.add(logged(order(SaleEvent.UNNUMBERED)));

        assertThat(journal.events()).isZero();
        assertThat(journal.newest()).isNull();
    }

    @Test
    void missesWhatNoEventHasAndNoRecoverHasGivenUp() {
        journal.add(logged(order(2)));
        journal.add(logged(
                new SaleEvent.Recovered(SaleId.DEFAULT, 5, 0, NOW, 1, List.of(new NumberRange(1, 1)), List.of())));
        journal.add(logged(order(9000)));

        assertThat(journal.missing(9001))
                .containsExactly(new NumberRange(3, 4), new NumberRange(6, 8999), new NumberRange(9001, 9001));
        assertThat(journal.givenUp()).isEqualTo(1);
    }

    @Test
    void hasRoomForNoMoreThanItMayTake() {
        LoggedJournal small = new LoggedJournal(1);
        assertThat(small.hasRoomFor(order(1))).isTrue();
        small.add(logged(order(1)));

        assertThat(small.hasRoomFor(order(2))).as("beside the first").isTrue();
        assertThat(small.hasRoomFor(order(1_000_000))).isFalse();
        assertThat(small.hasRoomFor(released(2, 1))).as("the first change").isTrue();
        small.add(logged(released(2, 1)));
        assertThat(small.hasRoomFor(released(3, 1)))
                .as("beside the first change")
                .isTrue();
        assertThat(small.hasRoomFor(released(65, 1)))
                .as("in the same run of numbers")
                .isFalse();
    }

    @Test
    void addsWhatGoesBackOnceHoweverOftenItIsLogged() {
        SaleEvent released = released(4, 3);
        journal.add(logged(order(2)));
        journal.add(logged(released));
        journal.add(logged(released));

        assertThat(journal.units()).isEqualTo(2);
        assertThat(journal.released()).isEqualTo(3);
        assertThat(journal.rival()).isNull();

        journal.add(logged(released(4, 3)));
        assertThat(journal.rival()).as("another order's").isNotNull();
        assertThat(journal.units()).isEqualTo(2);
    }

    @Test
    void leavesOutWhatARecoverHasGivenUpWhateverItsKind() {
        SaleEvent.OfOrder late = released(3, 2);
        SaleEvent.OfOrder counts = released(6, 1);
        journal.add(logged(RECOVERED));
        for (SaleEvent event : List.of(late, order(4), new SaleEvent.Restocked(SALE, 3, 7, 7, NOW, "shop"), counts)) {
            journal.add(logged(event));
        }

        assertThat(journal.events()).isEqualTo(2);
        assertThat(journal.units()).isEqualTo(1);
        assertThat(journal.released()).isEqualTo(1);
        assertThat(journal.rival()).isNull();
        assertThat(journal.has(late)).isFalse();
        assertThat(journal.has(counts)).isTrue();
        assertThat(journal.missing(6)).containsExactly(new NumberRange(1, 2));
        assertThat(journal.isOutdated()).isFalse();
    }

    @Test
    void whatIsReadBeforeItWasGivenUpIsLeftOutWhenAllIsReadOnceMore() {
        SaleEvent.OfOrder late = released(3, 2);
        SaleEvent lateToo = new SaleEvent.Restocked(SALE, 4, 7, 7, NOW, "shop");
        List<SaleEvent> log = List.of(order(1), late, lateToo, RECOVERED, order(6));
        log.forEach(event -> journal.add(logged(event)));
        assertThat(journal.isOutdated()).isTrue();

        journal.forget();
        log.forEach(event -> journal.add(logged(event)));

        assertThat(journal.isOutdated()).isFalse();
        assertThat(journal.events()).isEqualTo(3);
        assertThat(journal.units()).isEqualTo(-2);
        assertThat(journal.released()).isZero();
        assertThat(journal.hasChanges()).isFalse();
        assertThat(journal.has(late)).isFalse();
        assertThat(journal.has(lateToo)).isFalse();
        assertThat(journal.missing(6)).containsExactly(new NumberRange(2, 2));
        assertThat(journal.givenUp()).isEqualTo(2);
    }

    /** The recover that did not find it has counted what the other one gave up. */
    @Test
    void aRecoverThatIsGivenUpItselfGivesNothingUp() {
        SaleEvent counts = order(4);
        SaleEvent next = new SaleEvent.Recovered(SALE, 7, 0, NOW, 2, List.of(new NumberRange(5, 5)), List.of());
        List<SaleEvent> log = List.of(RECOVERED, counts, next);
        log.forEach(event -> journal.add(logged(event)));
        assertThat(journal.isOutdated()).isTrue();

        journal.forget();
        log.forEach(event -> journal.add(logged(event)));

        assertThat(journal.has(4)).isTrue();
        assertThat(journal.missing(7)).containsExactly(new NumberRange(1, 3), new NumberRange(6, 6));
    }

    @Test
    void takesTenBytesForEachNumberOfAJournalWhoseOrdersChange() {
        assertThat(OrderChanges.bytesFor(1_000_000)).isLessThan(10_000_000L);
        // A million orders that were held and confirmed, as the README has it.
        assertThat(OrderNumbers.bytesFor(1_000_000) + OrderChanges.bytesFor(2_000_000))
                .isLessThan((160L << 20) / LoggedSales.HEAP_SHARE);
    }

    private SaleEvent.OfOrder released(long no, long units) {
        return new SaleEvent.Released(
                SaleId.DEFAULT,
                no,
                ids.next(),
                null,
                units,
                9,
                NOW,
                SaleEvent.Released.BY_EXPIRY,
                SaleEvent.Released.Reason.EXPIRED);
    }

    private SaleEvent order(long no) {
        return new SaleEvent.Accepted(no, new Order(ids.next(), SaleId.DEFAULT, 1, null, "car", 1, 9, NOW));
    }

    private static LoggedEvent logged(SaleEvent event) {
        return new LoggedEvent(event, null, new Offer(10, 0), null);
    }
}
