package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RebuiltJournalTest {

    private static final long EPOCH = 1_700_000_000_000L;

    @Test
    void saysThatTheSaleWasRebuiltThoughNothingWasGivenUp() {
        List<OutboxEntry> events = events(new RebuiltJournal(4, 7, 7, List.of(), List.of()), 10, 3);

        assertThat(events).singleElement().satisfies(entry -> {
            assertThat(entry.id()).hasToString("no-5@1700000000000");
            assertThat(entry.event()).isInstanceOf(SaleEvent.Recovered.class);
            assertThat(entry.event().left()).isEqualTo(7);
            assertThat(entry.offer()).isEqualTo(new OutboxEntry.Offer(10, EPOCH));
        });
    }

    @Test
    void putsTheUnitsRightThatTheEventsDoNotMakeUp() {
        List<OutboxEntry> events = events(new RebuiltJournal(4, 9, 9, List.of(), List.of()), 10, 3);

        assertThat(events.get(1).event())
                .isEqualTo(new SaleEvent.Restocked(
                        SaleId.DEFAULT, 6, -2, 7, events.get(1).event().at(), "recover"));
    }

    @Test
    void tellsOfTheOrdersThatAreTakenBackBeforeItSaysWhatIsLeft() {
        HeldOrder due = held(Instant.ofEpochMilli(EPOCH), 2);
        HeldOrder notYet = held(Instant.ofEpochMilli(EPOCH + 1), 1);
        RebuiltSale oversold =
                new RebuiltSale(10, 12, 12, 0, 19, null, new RebuiltJournal(4, 1, -2, List.of(), List.of()));
        assertThat(oversold.oversold()).isEqualTo(2);

        RebuiltSale sale = oversold.takingBack(List.of(due, notYet));

        assertThat(sale.oversold()).isZero();
        assertThat(sale.left()).isEqualTo(1);
        List<SaleEvent> events = sale.journal().events(SaleId.DEFAULT, sale, EPOCH).stream()
                .map(OutboxEntry::event)
                .toList();
        assertThat(events).extracting(SaleEvent::no).containsExactly(5L, 6L, 7L);
        assertThat(events).extracting(SaleEvent::left).containsExactly(3L, 4L, 1L);
        assertThat(((SaleEvent.Released) events.get(0)).reason()).isEqualTo(SaleEvent.Released.Reason.EXPIRED);
        assertThat(((SaleEvent.Released) events.get(1)).reason()).isEqualTo(SaleEvent.Released.Reason.CANCELLED);
        assertThat(events.get(2)).isInstanceOf(SaleEvent.Recovered.class);
    }

    private static HeldOrder held(Instant until, int quantity) {
        return new HeldOrder(
                new OrderIdGenerator(Clock.systemUTC()).next(), until, quantity, until.minusSeconds(60), false, null);
    }

    @Test
    void hasAsManyEventsAsItsNumbersNeed() {
        int most = SaleEvent.Recovered.RANGES_MAX;
        List<NumberRange> many = LongStream.rangeClosed(1, most + 1)
                .mapToObj(i -> new NumberRange(2 * i, 2 * i))
                .toList();

        List<OutboxEntry> events =
                events(new RebuiltJournal(2L * most + 3, 7, 7, many, List.of(new NumberRange(1, 1))), 10, 3);

        assertThat(events).hasSize(2);
        assertThat(((SaleEvent.Recovered) events.get(0).event()).voided()).isEqualTo(many.subList(0, most));
        assertThat(((SaleEvent.Recovered) events.get(1).event()).voided()).containsExactly(many.get(most));
        assertThat(((SaleEvent.Recovered) events.get(1).event()).voidedSeqs()).isEmpty();
    }

    private static List<OutboxEntry> events(RebuiltJournal journal, long allotment, long orders) {
        return journal.events(SaleId.DEFAULT, new RebuiltSale(allotment, orders, orders, 0, 9, null, journal), EPOCH);
    }
}
