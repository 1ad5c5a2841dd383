package dev.seckill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.store.OrderStore;
import dev.seckill.consumer.store.StoreOutcome;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.model.Order;
import dev.seckill.model.event.SaleEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A batch is read, and stored, while the one before is. */
final class ReadAheadTest extends OrderLoopTestBase {

    @Test
    void readsTheNextBatchWhileOneIsStored() {
        startOnThreads(storingAfterPolls(2), 2);
        log(P0, orders.next(3));
        onSecondPoll(() -> log(P0, orders.next(2)));

        loop.turn();

        assertThat(consumer.polls).isEqualTo(2);
        loop.turn();
        assertThat(store.ids()).hasSize(5);
        assertThat(committed(P0)).isEqualTo(5);
    }

    @Test
    void readsOneBatchAheadAndNoMore() {
        startOnThreads(storingAfterPolls(2), 2);
        log(P0, orders.next(3));
        onSecondPoll(() -> log(P0, orders.next(2)));
        consumer.schedulePollTask(() -> log(P0, orders.next(4)));

        loop.turn();

        assertThat(consumer.polls).isEqualTo(2);
    }

    @Test
    void storesTwoBatchesAtOnceAndCommitsInTheOrderOfTheLog() {
        startOnThreads(storingTheFirstAfter(5), 2);
        log(P0, orders.next(3));
        onSecondPoll(() -> log(P0, orders.next(2)));

        loop.turn();
        loop.turn();

        assertThat(consumer.rowsAtCommit).containsExactly("3 with 5", "5 with 5");
    }

    @Test
    void commitsNothingOfALaterBatchWhileAnEarlierOneIsNotStored() {
        startOnThreads(refusingTheFirstOnce(), 2);
        log(P0, orders.next(3));
        onSecondPoll(() -> log(P0, orders.next(2)));
        loop.turn();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);
        assertThat(store.ids()).hasSize(2);
        loop.turn();
        assertThat(committed(P0)).isZero();

        afterTheBackoff();
        loop.turn();
        assertThat(consumer.paused()).isEmpty();
        loop.turn();

        assertThat(consumer.rowsAtCommit).containsExactly("3 with 5", "5 with 5");
        assertThat(metrics.value("consumer.orders.duplicate")).isZero();
        assertThat(metrics.value("consumer.store.outages")).isEqualTo(1);
    }

    @Test
    void commitsABatchWhileTheNextIsStored() {
        startOnThreads(storingAfterPolls(2), 2);
        log(P0, orders.next(3));
        onSecondPoll(() -> log(P0, orders.next(2)));

        loop.turn();
        assertThat(committed(P0)).isZero();
        loop.turn();

        assertThat(consumer.rowsAtCommit).hasSize(2).last().isEqualTo("5 with 5");
    }

    @Test
    void finishesAndCommitsABatchOfAPartitionThatIsTakenAwayMeanwhile() {
        startOnThreads(storingAfterPolls(2), 2);
        log(P0, orders.next(3));
        consumer.schedulePollTask(() -> {});
        consumer.revoke(P0);

        loop.turn();

        assertThat(consumer.rowsAtCommit).containsExactly("3 with 3");
    }

    @Test
    void dropsWhatItReadAheadOfARevokedPartition() {
        store.away(true);
        startOnThreads(storingAfterPolls(2), 2);
        log(P0, orders.next(3));
        onSecondPoll(() -> log(P1, orders.next(2)));
        loop.turn();

        consumer.revoke(P1);
        loop.turn();
        store.away(false);
        afterTheBackoff();
        loop.turn();
        loop.turn();

        assertThat(store.ids()).hasSize(3);
        assertThat(committed(P0)).isEqualTo(3);
        assertThat(committed(P1)).isZero();
    }

    @Test
    void keepsWhatItReadAheadForAfterAnOutage() {
        store.away(true);
        startOnThreads(storingAfterPolls(2), 2);
        List<Order> first = orders.next(3);
        List<Order> ahead = orders.next(2);
        log(P0, first);
        onSecondPoll(() -> log(P1, ahead));
        loop.turn();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);

        store.away(false);
        afterTheBackoff();
        loop.turn();
        assertThat(store.ids()).containsExactlyElementsOf(ids(first));
        loop.turn();

        assertThat(store.ids()).hasSize(5);
        assertThat(committed(P0)).isEqualTo(3);
        assertThat(committed(P1)).isEqualTo(2);
        assertThat(metrics.value("consumer.orders.duplicate")).isZero();
    }

    @Test
    void finishesAndCommitsTheBatchAtHandWhenAskedToStopWhileReadingAhead() {
        startOnThreads(storingAfterPolls(2), 2);
        log(P0, orders.next(3));
        onSecondPoll(loop::stop);

        loop.run();

        assertThat(store.ids()).hasSize(3);
        assertThat(committed(P0)).isEqualTo(3);
    }

    @Test
    void endsWhenTheIntakeThreadFails() {
        startOnThreads(dyingAfterInsert(), 2);
        log(P0, orders.next(3));

        assertThatThrownBy(loop::turn).isInstanceOf(IllegalStateException.class).hasMessage("killed");

        assertThat(committed(P0)).isZero();
    }

    private void startOnThreads(OrderStore book, int most) {
        start(book, intakeThreads, most);
        assign(P0, P1);
    }

    private void onSecondPoll(Runnable task) {
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(task);
    }

    /** Stores only when so many polls have begun, so that the loop reads ahead. */
    private OrderStore storingAfterPolls(int polls) {
        return new Passing() {
            @Override
            public StoreOutcome store(List<? extends SaleEvent> batch) {
                consumer.awaitPolls(polls);
                return store.store(batch);
            }
        };
    }

    /** Holds the first batch back until the book has so many rows, its own included. */
    private OrderStore storingTheFirstAfter(int rows) {
        return new Passing() {
            @Override
            public StoreOutcome store(List<? extends SaleEvent> batch) {
                while (batch.get(0).no() == 1 && store.ids().size() + batch.size() < rows) {
                    Thread.onSpinWait();
                }
                return store.store(batch);
            }
        };
    }

    /** Refuses the first batch as if it were away, but only after the second is stored, and once. */
    private OrderStore refusingTheFirstOnce() {
        AtomicBoolean refused = new AtomicBoolean();
        return new Passing() {
            @Override
            public StoreOutcome store(List<? extends SaleEvent> batch) {
                if (batch.get(0).no() == 1 && !refused.getAndSet(true)) {
                    while (store.ids().isEmpty()) {
                        Thread.onSpinWait();
                    }
                    throw new StoreUnavailableException("away for this batch", null);
                }
                return store.store(batch);
            }
        };
    }
}
