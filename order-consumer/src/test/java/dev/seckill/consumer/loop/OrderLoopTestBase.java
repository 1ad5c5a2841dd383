package dev.seckill.consumer.loop;

import dev.seckill.consumer.parking.InMemoryParkingLot;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.status.Health;
import dev.seckill.consumer.status.Health.HealthLimits;
import dev.seckill.consumer.store.InMemoryOrderStore;
import dev.seckill.consumer.store.OrderStore;
import dev.seckill.consumer.store.StoreOutcome;
import dev.seckill.consumer.store.TestOrders;
import dev.seckill.model.Order;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.Traces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A loop on a log and a store in memory, with time that stands still. */
abstract class OrderLoopTestBase {

    private static final String TOPIC = "LOG";
    static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    static final TopicPartition P1 = new TopicPartition(TOPIC, 1);

    final TestOrders orders = new TestOrders("counter");
    final InMemoryOrderStore store = new InMemoryOrderStore();
    final InMemoryParkingLot parking = new InMemoryParkingLot();
    final ConsumerMetrics metrics = new ConsumerMetrics();
    final CommitLog consumer = new CommitLog();
    final IntakeThreads intakeThreads = new IntakeThreads(2);
    private long nanos;
    final Health health = new Health(new HealthLimits(Duration.ofMinutes(1), Duration.ofMinutes(1)), () -> nanos);
    OrderLoop loop;
    /** Long, so that a turn ends with its batch; also how long a partition is not given up while one is stored. */
    Duration batchWait = Duration.ofSeconds(20);

    /** Of the order log's topic. */
    String logId = "one";

    private final long[] nextOffset = new long[2];

    /** Remembers what is committed, and fails commits when told to. */
    final class CommitLog extends MockConsumer<byte[], byte[]> {

        final List<String> rowsAtCommit = new ArrayList<>();
        /** Can be read when the consumer is closed. */
        private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

        RuntimeException nextFailure;
        boolean tellsNoPositions;

        volatile int polls;

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
            committed.putAll(offsets);
            super.commitSync(offsets);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration wait) {
            if (tellsNoPositions) {
                throw new TimeoutException("no answer");
            }
            Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>(committed);
            known.keySet().retainAll(partitions);
            return known;
        }

        /** As somebody has committed it before. */
        void hasCommitted(TopicPartition partition, long offset, String logId) {
            committed.put(partition, new OffsetAndMetadata(offset, logId));
        }

        Set<TopicPartition> committedPartitions() {
            return committed.keySet();
        }

        String committedUnder(TopicPartition partition) {
            return committed.get(partition).metadata();
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

    void start(OrderStore book) {
        start(book, Runnable::run, 1);
    }

    void start(OrderStore book, Executor intake, int most) {
        loop = new OrderLoop(
                consumer,
                new HeldBatches(new OrderIntake(book, parking, metrics, Traces.OFF), intake, most, System::nanoTime),
                new Outage(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random(1)), () -> nanos),
                health,
                metrics,
                new LoopSettings(
                        TOPIC,
                        Duration.ofMillis(1),
                        batchWait,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        batchWait),
                () -> logId);
        loop.subscribe();
        health.back();
    }

    void assign(TopicPartition... partitions) {
        consumer.rebalance(List.of(partitions));
        consumer.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        consumer.updateEndOffsets(Map.of(P0, 1000L, P1, 1000L));
    }

    @AfterEach
    void end() {
        intakeThreads.close();
    }

    OrderStore dyingAfterInsert() {
        return new Passing() {
            @Override
            public StoreOutcome store(List<? extends SaleEvent> batch) {
                store.store(batch);
                throw new IllegalStateException("killed");
            }
        };
    }

    abstract class Passing implements OrderStore {
        @Override
        public void check() {
            store.check();
        }
    }

    void afterTheBackoff() {
        nanos += Duration.ofSeconds(2).toNanos();
    }

    void log(TopicPartition partition, List<Order> batch) {
        batch.forEach(order -> log(partition, TestOrders.message(order)));
    }

    void log(TopicPartition partition, byte[] value) {
        consumer.addRecord(
                new ConsumerRecord<>(TOPIC, partition.partition(), nextOffset[partition.partition()]++, null, value));
    }

    /** The partition has another log, which begins again. */
    void beginAnew(TopicPartition partition) {
        nextOffset[partition.partition()] = 0;
    }

    long committed(TopicPartition partition) {
        OffsetAndMetadata offset = consumer.committed.get(partition);
        return offset == null ? 0 : offset.offset();
    }

    static List<String> ids(List<Order> batch) {
        return batch.stream().map(order -> order.orderId().toString()).toList();
    }
}
