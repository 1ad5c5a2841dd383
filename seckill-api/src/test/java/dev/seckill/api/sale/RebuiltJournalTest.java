package dev.seckill.api.sale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.model.SaleId;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RebuiltJournalTest {

    private static final long EPOCH = 1_700_000_000_000L;

    @Test
    void saysThatTheSaleWasRebuiltThoughNothingWasGivenUp() {
        List<OutboxEntry> events = events(new RebuiltJournal(4, 7, List.of(), List.of()), 10, 3);

        assertThat(events).singleElement().satisfies(entry -> {
            assertThat(entry.id()).hasToString("no-5@1700000000000");
            assertThat(entry.event()).isInstanceOf(SaleEvent.Recovered.class);
            assertThat(entry.event().left()).isEqualTo(7);
            assertThat(entry.offer()).isEqualTo(new OutboxEntry.Offer(10, EPOCH));
        });
    }

    @Test
    void putsTheUnitsRightThatTheEventsDoNotMakeUp() {
        List<OutboxEntry> events = events(new RebuiltJournal(4, 9, List.of(), List.of()), 10, 3);

        assertThat(events.get(1).event())
                .isEqualTo(new SaleEvent.Restocked(
                        SaleId.DEFAULT, 6, -2, 7, events.get(1).event().at(), "recover"));
    }

    @Test
    void hasAsManyEventsAsItsNumbersNeed() {
        int most = SaleEvent.Recovered.RANGES_MAX;
        List<NumberRange> many = LongStream.rangeClosed(1, most + 1)
                .mapToObj(i -> new NumberRange(2 * i, 2 * i))
                .toList();

        List<OutboxEntry> events =
                events(new RebuiltJournal(2L * most + 3, 7, many, List.of(new NumberRange(1, 1))), 10, 3);

        assertThat(events).hasSize(2);
        assertThat(((SaleEvent.Recovered) events.get(0).event()).voided()).isEqualTo(many.subList(0, most));
        assertThat(((SaleEvent.Recovered) events.get(1).event()).voided()).containsExactly(many.get(most));
        assertThat(((SaleEvent.Recovered) events.get(1).event()).voidedSeqs()).isEmpty();
    }

    private static List<OutboxEntry> events(RebuiltJournal journal, long allotment, long orders) {
        return journal.events(SaleId.DEFAULT, new RebuiltSale(allotment, orders, orders, 0, 9, null, journal), EPOCH);
    }
}
