package dev.seckill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.StoreOutcome;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.model.Order;
import dev.seckill.model.event.SaleEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order log's topic was deleted and made anew: positions in the old one mean nothing in the new one. */
final class LogIdentityTest extends OrderLoopTestBase {

    @Test
    void aPositionIsCommittedWithTheIdOfItsTopic() {
        log(P0, orders.next(3));

        loop.turn();

        assertThat(committed(P0)).isEqualTo(3);
        assertThat(consumer.committedUnder(P0)).isEqualTo("one");
    }

    @Test
    void aTopicThatIsMadeAnewIsReadFromItsBeginning() {
        List<Order> all = new ArrayList<>(orders.next(3));
        log(P0, all);
        loop.turn();
        assertThat(committed(P0)).isEqualTo(3);

        logId = "two";
        loop.turn();
        beginAnew(P0);
        List<Order> later = orders.next(5); // so the new one reaches past what was read of the old one
        log(P0, later);
        all.addAll(later);
        loop.turn();

        assertThat(store.ids()).containsExactlyInAnyOrderElementsOf(ids(all));
        assertThat(committed(P0)).isEqualTo(5);
        assertThat(consumer.committedUnder(P0)).isEqualTo("two");
    }

    @Test
    void nothingThatWasReadOfTheOldOneIsCommittedAsAPositionInTheNewOne() {
        boolean[] away = {true};
        start(new Passing() {
            @Override
            public StoreOutcome store(List<? extends SaleEvent> batch) {
                if (away[0]) {
                    throw new StoreUnavailableException("away", null);
                }
                return store.store(batch);
            }
        });
        assign(P0, P1);
        log(P0, orders.next(3));
        loop.turn();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);

        logId = "two";
        away[0] = false;
        loop.turn();
        afterTheBackoff();
        loop.turn();

        assertThat(consumer.committedPartitions()).isEmpty();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void aPositionThatAnotherMemberCommittedForTheOldOneIsNotGoneOnFrom() {
        consumer.hasCommitted(P0, 3, "zero");
        startAnew();
        List<Order> all = orders.next(5);
        log(P0, all.subList(0, 3));
        consumer.seek(P0, 3);
        log(P0, all.subList(3, 5));
        loop.turn();
        beginAnew(P0);
        log(P0, all);
        loop.turn();

        assertThat(store.ids()).containsExactlyInAnyOrderElementsOf(ids(all));
        assertThat(consumer.committedUnder(P0)).isEqualTo("one");
    }

    @Test
    void aPositionOfAnOlderProgramIsTrusted() {
        consumer.hasCommitted(P0, 2, "");
        startAnew();
        List<Order> all = orders.next(3);
        log(P0, all);
        consumer.seek(P0, 2);

        loop.turn();

        assertThat(store.ids()).containsExactlyElementsOf(ids(all.subList(2, 3)));
        assertThat(committed(P0)).isEqualTo(3);
    }

    @Test
    void nothingIsCommittedBeforeItIsKnownWhatThePositionBelongsTo() {
        consumer.hasCommitted(P0, 1, "zero");
        consumer.tellsNoPositions = true;
        startAnew();
        log(P0, orders.next(3));

        loop.turn();

        assertThat(consumer.committedUnder(P0)).isEqualTo("zero");
        assertThat(store.ids()).hasSize(3);

        consumer.tellsNoPositions = false;
        loop.turn(); // learns of it, and begins again
        beginAnew(P0);
        log(P0, orders.next(2));
        loop.turn();

        assertThat(consumer.committedUnder(P0)).isEqualTo("one");
    }

    @Test
    void whereNoIdIsKnownEveryPositionIsTrusted() {
        logId = "";
        consumer.hasCommitted(P0, 2, "zero");
        startAnew();
        List<Order> all = orders.next(3);
        log(P0, all);
        consumer.seek(P0, 2);

        loop.turn();

        assertThat(store.ids()).containsExactlyElementsOf(ids(all.subList(2, 3)));
        assertThat(consumer.committedUnder(P0)).isEmpty();
    }

    /** Another process, to which the partitions come. */
    private void startAnew() {
        consumer.rebalance(List.of());
        start(store);
        assign(P0, P1);
    }
}
