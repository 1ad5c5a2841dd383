package dev.seckill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.parking.InMemoryParkingLot;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.store.OrderStore;
import dev.seckill.consumer.store.StoreOutcome;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.Traces;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The wait for batches at work has one end, however they end. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class HeldBatchesTest {

    private static final TopicPartition PARTITION = new TopicPartition("LOG", 0);
    private static final Duration WAIT = Duration.ofHours(1);

    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch waitBegun = new CountDownLatch(1);
    private final CountDownLatch secondAtWork = new CountDownLatch(1);
    private final IntakeThreads threads = new IntakeThreads(2);
    private final TestOrders orders = new TestOrders("counter");
    private final HeldBatches held = new HeldBatches(
            new OrderIntake(new FailingLateThenSlow(), new InMemoryParkingLot(), new ConsumerMetrics(), Traces.OFF),
            threads,
            2,
            this::readClock);

    @AfterEach
    void end() {
        end.countDown();
        threads.close();
    }

    @Test
    void doesNotWaitAsLongAgainForTheOthersWhenTheFirstFails() {
        held.add(polled(0));
        held.add(polled(1));
        held.startAll();

        assertThatThrownBy(() -> held.finishFirst(WAIT)).isInstanceOf(StoreUnavailableException.class);

        assertThat(held.size()).isEqualTo(2);
        assertThat(held.isFirstStarted()).isFalse();
    }

    private long readClock() {
        long now = nanos.get();
        waitBegun.countDown();
        return now;
    }

    private ConsumerRecords<byte[], byte[]> polled(long offset) {
        ConsumerRecord<byte[], byte[]> message = new ConsumerRecord<>(
                PARTITION.topic(), PARTITION.partition(), offset, null, TestOrders.message(orders.next()));
        return new ConsumerRecords<>(
                Map.of(PARTITION, List.of(message)), Map.of(PARTITION, new OffsetAndMetadata(offset + 1)));
    }

    /** Refuses the first batch when the whole wait is over; has no answer for the second before the test ends. */
    private final class FailingLateThenSlow implements OrderStore {

        @Override
        public StoreOutcome store(List<? extends SaleEvent> batch) {
            try {
                if (batch.get(0).no() == 1) {
                    secondAtWork.await();
                    waitBegun.await();
                    nanos.addAndGet(WAIT.toNanos());
                } else {
                    secondAtWork.countDown();
                    end.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new StoreUnavailableException("away", null);
        }

        @Override
        public void check() {
            // Nobody asks.
        }
    }
}
