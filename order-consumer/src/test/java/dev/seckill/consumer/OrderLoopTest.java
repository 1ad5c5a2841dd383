package dev.seckill.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.consumer.Health.HealthLimits;
import dev.seckill.consumer.parking.InMemoryParkingLot;
import dev.seckill.consumer.parking.ParkedMessage;
import dev.seckill.consumer.store.InMemoryOrderStore;
import dev.seckill.consumer.store.OrderStore;
import dev.seckill.consumer.store.StoreOutcome;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.Order;
import dev.seckill.model.OrderCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OrderLoopTest {

    private static final String TOPIC = "LOG";
    private static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    private static final TopicPartition P1 = new TopicPartition(TOPIC, 1);

    private final TestOrders orders = new TestOrders("counter");
    private final InMemoryOrderStore store = new InMemoryOrderStore();
    private final InMemoryParkingLot parking = new InMemoryParkingLot();
    private final ConsumerMetrics metrics = new ConsumerMetrics();
    private final CommitLog consumer = new CommitLog();
    private final IntakeThreads intakeThreads = new IntakeThreads(2);
    private long nanos;
    private final Health health =
            new Health(new HealthLimits(Duration.ofMinutes(1), Duration.ofMinutes(1)), () -> nanos);
    private OrderLoop loop;
    private final long[] nextOffset = new long[2];

    /** Remembers what is committed, and fails commits when told to. */
    private final class CommitLog extends MockConsumer<byte[], byte[]> {

        private final List<String> rowsAtCommit = new ArrayList<>();
        private RuntimeException nextFailure;

        private volatile int polls;

        CommitLog() {
            super("earliest");
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration wait) {
            polls++; // as it begins: a rebalance within it waits for the store
            return super.poll(wait);
        }

        /** Not synchronized: the poll thread must go on meanwhile. */
        void awaitPolls(int most) {
            while (polls < most) {
                Thread.onSpinWait();
            }
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration wait) {
            if (nextFailure != null) {
                RuntimeException failure = nextFailure;
                nextFailure = null;
                throw failure;
            }
            rowsAtCommit.add(offsets.values().stream()
                            .mapToLong(OffsetAndMetadata::offset)
                            .sum() + " with " + store.ids().size());
            super.commitSync(offsets);
        }

        /** Takes partitions away orderly; the mock's rebalance does not call the listener. */
        void revoke(TopicPartition partition) {
            schedulePollTask(() -> {
                Set<TopicPartition> left = new java.util.HashSet<>(assignment());
                left.remove(partition);
                rebalance(left);
            });
        }
    }

    @BeforeEach
    void start() {
        start(store);
        assign(P0, P1);
    }

    private void start(OrderStore book) {
        start(book, Runnable::run, 1);
    }

    private void start(OrderStore book, Executor intake, int most) {
        loop = new OrderLoop(
                consumer,
                new HeldBatches(new OrderIntake(book, parking, metrics), intake, most),
                new Outage(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(1)), () -> nanos),
                health,
                metrics,
                new LoopSettings(
                        TOPIC,
                        Duration.ofMillis(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1)));
        loop.subscribe();
        health.back();
    }

    private void assign(TopicPartition... partitions) {
        consumer.rebalance(List.of(partitions));
        consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        consumer.updateEndOffsets(Map.of(P0, 1000L, P1, 1000L));
    }

    @Test
    void storesAPolledBatchAndCommitsBehindIt() {
        List<Order> batch = orders.next(3);
        log(P0, batch);

        loop.turn();

        assertThat(store.ids()).containsExactlyElementsOf(ids(batch));
        assertThat(committed(P0)).isEqualTo(3);
    }

    @Test
    void commitsOnlyAfterTheInsert() {
        log(P0, orders.next(3));

        loop.turn();

        assertThat(consumer.rowsAtCommit).containsExactly("3 with 3");
    }

    @Test
    void commitsNothingWhenItDiesBetweenInsertAndCommit() {
        start(dyingAfterInsert());
        assign(P0, P1);
        List<Order> batch = orders.next(3);
        log(P0, batch);

        assertThatThrownBy(loop::turn).isInstanceOf(IllegalStateException.class);

        assertThat(committed(P0)).isZero();
        assertThat(store.ids()).hasSize(3);
    }

    @Test
    void countsADeliveryAfterSuchADeathAsDuplicate() {
        List<Order> batch = orders.next(3);
        store.store(batch);
        log(P0, batch);

        loop.turn();

        assertThat(committed(P0)).isEqualTo(3);
        assertThat(metrics.value("consumer.orders.duplicate")).isEqualTo(3);
        assertThat(metrics.value("consumer.orders.stored")).isZero();
    }

    @Test
    void parksAnUndecodableMessageAndStoresTheRest() {
        log(P0, orders.next(2));
        log(P0, "not an order".getBytes(UTF_8));
        log(P0, orders.next(2));

        loop.turn();

        assertThat(store.ids()).hasSize(4);
        assertThat(parking.parked()).singleElement().satisfies(parked -> {
            assertThat(parked.origin()).hasToString("LOG-0@2");
            assertThat(parked.reason()).startsWith("undecodable: ");
            assertThat(parked.alarm()).isFalse();
        });
        assertThat(committed(P0)).isEqualTo(5);
    }

    @Test
    void parksASeqClashWithAnAlarm() {
        store.store(orders.next(1));
        Order clash = orders.withSeq(1);
        log(P0, List.of(clash));

        loop.turn();

        assertThat(parking.parked()).singleElement().matches(ParkedMessage::alarm);
        assertThat(metrics.value("consumer.orders.clashed")).isEqualTo(1);
    }

    @Test
    void consumedIsStoredPlusDuplicatePlusParked() {
        List<Order> known = orders.next(4);
        store.store(known);
        log(P0, known);
        log(P0, orders.next(5));
        log(P0, "x".getBytes(UTF_8));
        log(P1, (byte[]) null);
        log(P1, List.of(orders.withSeq(2)));

        loop.turn();

        assertThat(metrics.value("consumer.orders.stored")).isEqualTo(5);
        assertThat(metrics.value("consumer.orders.duplicate")).isEqualTo(4);
        assertThat(metrics.value("consumer.orders.parked")).isEqualTo(3);
        assertThat(metrics.value("consumer.orders.consumed")).isEqualTo(12);
    }

    @Test
    void pausesWhileTheStoreIsAwayAndResumesWhenItIsBack() {
        store.away(true);
        log(P0, orders.next(3));
        loop.turn();

        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);
        assertThat(committed(P0)).isZero();
        assertThat(health.readyProblems()).anyMatch(problem -> problem.contains("memory: away"));

        store.away(false);
        afterTheBackoff();
        loop.turn();

        assertThat(consumer.paused()).isEmpty();
        assertThat(store.ids()).hasSize(3);
        assertThat(committed(P0)).isEqualTo(3);
        assertThat(health.readyProblems()).noneMatch(problem -> problem.contains("memory: away"));
    }

    @Test
    void takesNoMessagesWhilePaused() {
        store.away(true);
        log(P0, orders.next(3));
        loop.turn();
        log(P0, orders.next(3));
        loop.turn();
        afterTheBackoff();
        loop.turn();
        store.away(false);
        afterTheBackoff();
        loop.turn();

        assertThat(committed(P0)).isEqualTo(3);
        loop.turn();
        assertThat(committed(P0)).isEqualTo(6);
    }

    @Test
    void waitsBetweenAttempts() {
        store.away(true);
        log(P0, orders.next(1));
        loop.turn();
        store.away(false);

        loop.turn();
        assertThat(store.ids()).isEmpty();

        afterTheBackoff();
        loop.turn();
        assertThat(store.ids()).hasSize(1);
    }

    @Test
    void countsAnOutageOnceHoweverManyAttemptsItTakes() {
        store.away(true);
        log(P0, orders.next(1));
        for (int attempt = 0; attempt < 5; attempt++) {
            loop.turn();
            afterTheBackoff();
        }

        assertThat(metrics.value("consumer.store.outages")).isEqualTo(1);
    }

    @Test
    void pausesAPartitionThatIsAssignedDuringAnOutage() {
        assign(P0);
        store.away(true);
        log(P0, orders.next(2));
        loop.turn();

        consumer.schedulePollTask(() -> assign(P0, P1));
        loop.turn();

        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);
    }

    @Test
    void dropsWhatItHoldsOfARevokedPartition() {
        store.away(true);
        List<Order> kept = orders.next(2);
        log(P0, kept);
        log(P1, orders.next(3));
        loop.turn();

        consumer.revoke(P1);
        loop.turn();
        store.away(false);
        afterTheBackoff();
        loop.turn();

        assertThat(store.ids()).containsExactlyElementsOf(ids(kept));
        assertThat(committed(P0)).isEqualTo(2);
        assertThat(consumer.rowsAtCommit).containsExactly("2 with 2");
    }

    @Test
    void goesOnWithWhatStaysWhenEverythingHeldWasRevoked() {
        store.away(true);
        log(P1, orders.next(3));
        loop.turn();

        consumer.revoke(P1);
        loop.turn();

        // The mock still lists the partition that is gone.
        assertThat(consumer.paused()).doesNotContain(P0);
        store.away(false);
        log(P0, orders.next(2));
        loop.turn();
        assertThat(store.ids()).hasSize(2);
    }

    @Test
    void parksOnlyWhatIsLeftWhenParkingWasAway() {
        parking.away(true);
        log(P0, orders.next(2));
        log(P0, "x".getBytes(UTF_8));
        loop.turn();

        assertThat(store.ids()).hasSize(2);
        assertThat(committed(P0)).isZero();
        assertThat(consumer.paused()).containsExactlyInAnyOrder(P0, P1);

        parking.away(false);
        afterTheBackoff();
        loop.turn();

        assertThat(parking.parked()).hasSize(1);
        assertThat(committed(P0)).isEqualTo(3);
        assertThat(metrics.value("consumer.orders.duplicate")).isZero();
        assertThat(metrics.value("consumer.orders.consumed")).isEqualTo(3);
    }

    @Test
    void goesOnWhenTheGroupTookThePartitionsAway() {
        consumer.nextFailure = new CommitFailedException();
        log(P0, orders.next(2));
        loop.turn();

        assertThat(metrics.value("consumer.commits.failed")).isEqualTo(1);
        loop.turn();
        assertThat(consumer.rowsAtCommit).isEmpty();
    }

    @Test
    void triesACommitAgainThatKafkaDidNotAnswer() {
        consumer.nextFailure = new TimeoutException("no answer");
        log(P0, orders.next(2));
        loop.turn();
        assertThat(committed(P0)).isZero();

        loop.turn();

        assertThat(committed(P0)).isEqualTo(2);
    }

    @Test
    void finishesAndCommitsTheBatchInHandWhenAskedToStop() {
        start(stoppingDuringInsert());
        assign(P0, P1);
        log(P0, orders.next(3));

        loop.run();

        assertThat(store.ids()).hasSize(3);
        assertThat(committed(P0)).isEqualTo(3);
    }

    @Test
    void commitsNothingOfABatchThatIsHeldWhenAskedToStop() {
        store.away(true);
        log(P0, orders.next(3));
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(loop::stop);

        loop.run();

        assertThat(committed(P0)).isZero();
        assertThat(store.ids()).isEmpty();
    }

    @Test
    void reportsItsLagWithWhatItHolds() {
        store.away(true);
        log(P0, orders.next(3));
        loop.turn();

        // The mock's ends are at 1000 each, of which 3 messages were polled and are held.
        assertThat(metrics.value("consumer.lag.records")).isEqualTo(2000);
    }

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

    @AfterEach
    void end() {
        intakeThreads.close();
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
            public StoreOutcome store(List<Order> batch) {
                consumer.awaitPolls(polls);
                return store.store(batch);
            }
        };
    }

    /** Holds the first batch back until the book has so many rows, its own included. */
    private OrderStore storingTheFirstAfter(int rows) {
        return new Passing() {
            @Override
            public StoreOutcome store(List<Order> batch) {
                while (batch.get(0).seq() == 1 && store.ids().size() + batch.size() < rows) {
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
            public StoreOutcome store(List<Order> batch) {
                if (batch.get(0).seq() == 1 && !refused.getAndSet(true)) {
                    while (store.ids().isEmpty()) {
                        Thread.onSpinWait();
                    }
                    throw new StoreUnavailableException("away for this batch", null);
                }
                return store.store(batch);
            }
        };
    }

    private OrderStore dyingAfterInsert() {
        return new Passing() {
            @Override
            public StoreOutcome store(List<Order> batch) {
                store.store(batch);
                throw new IllegalStateException("killed");
            }
        };
    }

    private OrderStore stoppingDuringInsert() {
        return new Passing() {
            @Override
            public StoreOutcome store(List<Order> batch) {
                loop.stop();
                return store.store(batch);
            }
        };
    }

    private abstract class Passing implements OrderStore {
        @Override
        public void check() {
            store.check();
        }
    }

    private void afterTheBackoff() {
        nanos += Duration.ofSeconds(2).toNanos();
    }

    private void log(TopicPartition partition, List<Order> batch) {
        batch.forEach(order -> log(partition, OrderCodec.encode(order)));
    }

    private void log(TopicPartition partition, byte[] value) {
        consumer.addRecord(
                new ConsumerRecord<>(TOPIC, partition.partition(), nextOffset[partition.partition()]++, null, value));
    }

    private long committed(TopicPartition partition) {
        OffsetAndMetadata offset = consumer.committed(Set.of(partition)).get(partition);
        return offset == null ? 0 : offset.offset();
    }

    private static List<String> ids(List<Order> batch) {
        return batch.stream().map(order -> order.orderId().toString()).toList();
    }
}
