package dev.seckill.consumer.loop;

import dev.seckill.consumer.parking.ParkingUnavailableException;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.status.Health;
import dev.seckill.consumer.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, hands over to the intake's threads, commits; and while the order book is away, pauses and goes on polling, so
 * that the group keeps this member. The thread that calls {@link #run} owns the Kafka consumer; only {@link #stop} may
 * come from another.
 */
public final class OrderLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OrderLoop.class);

    /** How long a read of the next batch may keep the loop from noticing that the one at hand is stored. */
    private static final Duration READ_AHEAD_WAIT = Duration.ofMillis(10);

    private final Consumer<byte[], byte[]> consumer;
    private final HeldBatches held;
    private final Outage outage;
    private final Health health;
    private final ConsumerMetrics metrics;
    private final LoopSettings settings;
    private final LogIdentity identity;
    private final GroupMembership membership;
    private final OffsetCommits commits;
    private final ReadPause pause;
    private final RefusedPoll polls;

    private volatile boolean stopping;

    /** @param logId tells the id of the order log's topic now, without waiting; empty if it is not known */
    public OrderLoop(
            Consumer<byte[], byte[]> consumer,
            HeldBatches held,
            Outage outage,
            Health health,
            ConsumerMetrics metrics,
            LoopSettings settings,
            Supplier<String> logId) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.held = Objects.requireNonNull(held, "held");
        this.outage = Objects.requireNonNull(outage, "outage");
        this.health = Objects.requireNonNull(health, "health");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.membership = new GroupMembership(consumer, settings.heartbeatMax());
        this.pause = new ReadPause(consumer, outage, health);
        this.identity = new LogIdentity(consumer, settings.topic(), logId, settings.commitWait());
        this.polls = new RefusedPoll("order-loop", consumer, health::away, this::backUnlessPaused);
        this.commits = new OffsetCommits(consumer, identity, settings.commitWait(), metrics);
    }

    /**
     * Looks for the order log; the API makes it, so it may come later.
     *
     * @throws NotYetException if Kafka does not answer or does not have the topic
     */
    public void requireTopic() {
        OrderLogConsumer.requireTopic(consumer, settings.topic());
    }

    /**
     * Works until {@link #stop}; the batches at hand are finished, unless the order book is away. Then it leaves the
     * group, so that others go on with its partitions, whatever else the program still has to close.
     */
    public void run() {
        subscribe();
        health.back();
        try {
            while (!stopping) {
                turn();
            }
        } catch (WakeupException e) {
            if (!stopping) {
                throw e;
            }
        }
        finishAll(settings.revokeWait());
        commits.flush();
        LOG.info("order-loop - stopped (held={}, consumed={})", held.size(), (long)
                metrics.value("consumer.orders.consumed"));
        close();
    }

    /** Asks the loop to stop. Any thread. */
    public void stop() {
        stopping = true;
        consumer.wakeup();
    }

    /** Leaves the group and closes the Kafka consumer, which belongs to the loop; nothing if that is done. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(settings.closeWait()));
    }

    void subscribe() {
        consumer.subscribe(List.of(settings.topic()), new Rebalance());
    }

    /**
     * One turn of the loop: brings the first batch to its end, and reads others meanwhile. While the intake is away, only the
     * first is tried.
     */
    void turn() {
        if (held.isEmpty() || outage.isActive()) {
            poll(pollWait());
        }
        readAnew(identity.toReadAnew());
        if (!held.isEmpty() && outage.untilRetry().isZero()) {
            start();
            commits.flush();
            while (held.mayReadAhead()) {
                poll(READ_AHEAD_WAIT);
                start();
            }
            if (!finishFirst(settings.batchWait())) {
                pollWithoutReading();
            }
        }
        if (held.isEmpty() || outage.isActive()) {
            commits.flush();
        }
        metrics.lag(lagRecords(), consumer.assignment().size());
        metrics.oldestAtHand(held.oldest());
    }

    /** What is held of them has positions in another topic. */
    private void readAnew(Set<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            giveUp(partitions, Set.of());
            consumer.seekToBeginning(partitions);
        }
    }

    /** @param gone those of them that are read no more */
    private void giveUp(Collection<TopicPartition> partitions, Collection<TopicPartition> gone) {
        commits.forget(partitions);
        int dropped = held.drop(partitions);
        LOG.info("order-loop - partitions given up (partitions={}, dropped={})", partitions, dropped);
        if (held.isEmpty()) {
            pause.endWithoutBatch(gone);
        }
    }

    private void start() {
        if (outage.isActive()) {
            held.startFirst();
        } else {
            held.startAll();
        }
    }

    /** Else the group would take the member for dead while MySQL is slow, and the batch would come again, and again. */
    private void pollWithoutReading() {
        pause.crowded();
        poll(READ_AHEAD_WAIT);
    }

    private void poll(Duration wait) {
        held.add(polls.poll(wait));
        metrics.oldestAtHand(held.oldest());
        health.beat(membership.heartbeatAge());
    }

    private void backUnlessPaused() {
        if (!outage.isActive()) {
            health.back();
        }
    }

    private Duration pollWait() {
        Duration untilRetry = outage.untilRetry();
        return outage.isActive() && untilRetry.compareTo(settings.pollWait()) < 0 ? untilRetry : settings.pollWait();
    }

    /** Waits for the first batch, at most so long, if it is with the intake; false if that is still at work on it. */
    private boolean finishFirst(Duration wait) {
        if (!held.isFirstStarted()) {
            return true;
        }
        try {
            Optional<Map<TopicPartition, OffsetAndMetadata>> next = held.finishFirst(wait);
            next.ifPresent(done -> {
                commits.add(done);
                pause.end();
            });
            return next.isPresent();
        } catch (StoreUnavailableException e) {
            pause.away(e, held.size(), metrics::storeOutage);
        } catch (ParkingUnavailableException e) {
            pause.away(e, held.size(), metrics::parkingOutage);
        }
        return true;
    }

    /** Waits for all batches that are with the intake, at most so long; stops at the first that must be tried again. */
    private void finishAll(Duration wait) {
        long deadlineNanos = System.nanoTime() + wait.toNanos();
        while (held.isFirstStarted()) {
            if (!finishFirst(Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime())))) {
                return;
            }
        }
    }

    private long lagRecords() {
        long records = held.size();
        for (TopicPartition partition : consumer.assignment()) {
            records += consumer.currentLag(partition).orElse(0);
        }
        return records;
    }

    /** Runs within poll, on the poll thread. */
    private final class Rebalance implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("order-loop - partitions assigned (partitions={})", partitions);
            pause.assigned(partitions);
            identity.came(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            finishAll(settings.revokeWait());
            commits.flush();
            went(partitions);
        }

        /** Someone else has them already, so there is nothing to wait for. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            went(partitions);
        }

        private void went(Collection<TopicPartition> partitions) {
            identity.went(partitions);
            giveUp(partitions, partitions);
        }
    }
}
