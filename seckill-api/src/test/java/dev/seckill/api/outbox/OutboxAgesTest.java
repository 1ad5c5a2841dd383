package dev.seckill.api.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.sale.EventId;
import dev.seckill.model.SaleId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class OutboxAgesTest {

    private static final SaleId SALE = SaleId.DEFAULT;

    private final OutboxAges ages = new OutboxAges();
    private final EventId first = event(1);
    private final EventId second = event(2);

    @Test
    void theOldestCountsFromTheLookThatSawItFirst() {
        assertThat(look(1, 5, first)).containsEntry(SALE, 5L);
        assertThat(look(2, 6, first, second)).containsEntry(SALE, 5L);
        assertThat(look(1, 7, second)).as("the first has left").containsEntry(SALE, 6L);
    }

    @Test
    void anEmptyOutboxHasNoAge() {
        look(1, 5, first);

        assertThat(ages.saw(Map.of(), Map.of(), 6)).isEmpty();
        assertThat(look(1, 7, first)).as("it came again").containsEntry(SALE, 7L);
    }

    @Test
    void whatALookDidNotComeToIsStillThere() {
        look(1, 5, first);

        assertThat(look(2, 6, second)).containsEntry(SALE, 5L);
    }

    @Test
    void itRemembersOnlySoMany() {
        EventId[] many = LongStream.rangeClosed(1, OutboxAges.EVENTS_MAX + 10)
                .mapToObj(OutboxAgesTest::event)
                .toArray(EventId[]::new);
        SaleId other = new SaleId("other");
        Map<SaleId, List<EventId>> events = new HashMap<>(Map.of(SALE, List.of(many)));
        ages.saw(events, Map.of(SALE, (long) many.length), 1);
        events.put(other, List.of(EventId.numbered(other, 1, 0)));

        assertThat(ages.saw(events, Map.of(SALE, (long) many.length, other, 1L), 2))
                .containsOnlyKeys(SALE);
        assertThat(ages.saw(Map.of(other, events.get(other), SALE, List.of(many[0])), Map.of(SALE, 1L, other, 1L), 3))
                .containsEntry(SALE, 1L);
    }

    private static EventId event(long no) {
        return EventId.numbered(SALE, no, 0);
    }

    private Map<SaleId, Long> look(long count, long nowNanos, EventId... events) {
        return ages.saw(Map.of(SALE, Arrays.asList(events)), Map.of(SALE, count), nowNanos);
    }
}
