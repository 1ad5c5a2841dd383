package dev.seckill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.consumer.store.OrderStore;
import dev.seckill.consumer.store.StoreOutcome;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However long the book takes for a batch, the group hears of this member. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SlowBookTest extends OrderLoopTestBase {

    private final CountDownLatch answer = new CountDownLatch(1);
    private volatile boolean refuses;

    @AfterEach
    void letTheBookAnswer() {
        answer.countDown();
    }

    @Test
    void pollsOnWhileABatchIsNotStoredYet() {
        startOnThreads();
        log(P0, orders.next(3));

        turns(5);

        assertThat(consumer.polls).isGreaterThanOrEqualTo(5);
        assertThat(committed(P0)).isZero();
    }

    @Test
    void takesNoMoreMessagesThanItMayHoldMeanwhile() {
        startOnThreads();
        log(P0, orders.next(3));
        loop.turn();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);

        log(P0, orders.next(4));
        turns(3);

        assertThat(metrics.value("consumer.lag.records")).isGreaterThanOrEqualTo(3);
        assertThat(consumer.position(P0)).isEqualTo(3);
    }

    @Test
    void goesOnWhenTheBatchIsStoredAtLast() {
        startOnThreads();
        log(P0, orders.next(3));
        turns(3);
        log(P0, orders.next(4));

        answer.countDown();
        turnsUntilCommitted(7);

        assertThat(consumer.paused()).isEmpty();
        assertThat(store.ids()).hasSize(7);
        assertThat(metrics.value("consumer.orders.duplicate")).isZero();
    }

    @Test
    void readsNothingOfAPartitionThatComesMeanwhile() {
        batchWait = Duration.ofMillis(5);
        start(slow(), intakeThreads, 1);
        assign(P0);
        log(P0, orders.next(3));
        loop.turn();
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(P0, P1));
            log(P1, orders.next(2));
        });

        turns(2);

        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);
        answer.countDown();
        turnsUntilCommitted(3);
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void givesAPartitionUpThoughItsBatchIsNotStoredYet() {
        startOnThreads();
        log(P0, orders.next(3));
        log(P1, orders.next(2));
        loop.turn();

        consumer.revoke(P1);
        turns(2);
        assertThat(consumer.assignment()).containsExactly(P0);
        answer.countDown();
        turnsUntilCommitted(3);

        assertThat(committed(P1)).isZero();
    }

    @Test
    void triesNothingAgainOfAPartitionThatItGaveUpMeanwhile() {
        startOnThreads();
        log(P0, orders.next(3));
        log(P1, orders.next(2));
        loop.turn();
        consumer.revoke(P1);
        turns(2);

        refuses = true;
        answer.countDown();
        while (consumer.paused().isEmpty() || metrics.value("consumer.store.outages") == 0) {
            loop.turn();
        }
        refuses = false;
        afterTheBackoff();
        turnsUntilCommitted(3);

        assertThat(store.ids()).hasSize(3);
        assertThat(committed(P1)).isZero();
    }

    private void startOnThreads() {
        batchWait = Duration.ofMillis(5);
        start(slow(), intakeThreads, 1);
        assign(P0, P1);
    }

    private void turns(int count) {
        for (int i = 0; i < count; i++) {
            loop.turn();
        }
    }

    private void turnsUntilCommitted(long offset) {
        while (committed(P0) < offset) {
            loop.turn();
        }
    }

    /** Answers when the test says so, and then refuses or stores. */
    private OrderStore slow() {
        return new Passing() {
            @Override
            public StoreOutcome store(List<? extends SaleEvent> batch) {
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                if (refuses) {
                    throw new StoreUnavailableException("refused", null);
                }
                return store.store(batch);
            }
        };
    }
}
