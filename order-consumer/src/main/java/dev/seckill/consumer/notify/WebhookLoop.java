package dev.seckill.consumer.notify;

import dev.seckill.consumer.loop.LogIdentity;
import dev.seckill.consumer.loop.OffsetCommits;
import dev.seckill.consumer.loop.RefusedPoll;
import dev.seckill.consumer.status.WebhookMetrics;
import dev.seckill.model.OrderLogNames;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the order log, and the webhooks that are to be sent again, into the lanes, and commits offsets as far as all before
 * them is over. While too much waits it reads nothing, but polls on. One thread.
 */
final class WebhookLoop {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookLoop.class);

    private static final Duration POLL_WAIT = Duration.ofMillis(100);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

    private final RefusedPoll polls;
    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final LogIdentity identity;
    private final OffsetCommits commits;
    private final SaleHours hours;
    private final WebhookIntake intake;
    private final WebhookMetrics metrics;
    private final WebhookSettings settings;
    private final Clock clock;

    private boolean full;
    private long flushedNanos = System.nanoTime();

    WebhookLoop(
            Consumer<byte[], byte[]> consumer,
            Lanes lanes,
            LogIdentity identity,
            OffsetCommits commits,
            SaleHours hours,
            WebhookIntake intake,
            WebhookMetrics metrics,
            WebhookSettings settings,
            Clock clock) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.lanes = Objects.requireNonNull(lanes, "lanes");
        this.identity = Objects.requireNonNull(identity, "identity");
        this.commits = Objects.requireNonNull(commits, "commits");
        this.hours = Objects.requireNonNull(hours, "hours");
        this.intake = Objects.requireNonNull(intake, "intake");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.polls = new RefusedPoll("webhooks", consumer, reason -> {}, () -> {});
    }

    /** Joins the group; both topics must be there. */
    void subscribe() {
        String log = settings.log().topic();
        consumer.subscribe(List.of(log, OrderLogNames.webhookTopic(log)), new Rebalance());
    }

    /** One turn: reads if there is room, and commits once in a while. */
    void turn() {
        ConsumerRecords<byte[], byte[]> polled = polls.poll(POLL_WAIT);
        polled.forEach(intake::read);
        polled.nextOffsets().forEach((partition, next) -> intake.passed(partition, next.offset()));
        readAnew(identity.toReadAnew());
        intake.tick();
        steer();
        if (System.nanoTime() - flushedNanos >= COMMIT_EVERY.toNanos()) {
            commit();
            metrics.waiting(lagRecords(), intake.waiting(), oldestAge());
        }
    }

    /** As if they had gone to someone else and come back; what was under way is told again. */
    private void readAnew(Set<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            giveUp(partitions);
            consumer.seekToBeginning(partitions);
            hours.assigned(partitions);
        }
    }

    private void giveUp(Collection<TopicPartition> partitions) {
        commits.forget(partitions);
        intake.giveUp(partitions);
        LOG.info("webhooks - partitions given up (partitions={})", partitions);
    }

    /** Commits as far as everything is over. */
    void commit() {
        flushedNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        intake.marks()
                .forEach((partition, mark) -> mark.toCommit().ifPresent(position -> {
                    done.put(partition, new OffsetAndMetadata(position));
                    mark.committed(position); // from here on it is with the commits, which try again
                }));
        commits.add(done);
        commits.flush();
    }

    /** Pauses all partitions while the backlog is full, and those that are too far ahead. */
    private void steer() {
        int waiting = intake.waiting();
        full = waiting >= settings.backlogMax() || full && waiting > settings.backlogMax() / 2;
        Set<TopicPartition> stop = new HashSet<>(consumer.assignment());
        if (!full) {
            stop.removeIf(partition -> !hours.isUnknown(partition) && ahead(partition) < settings.aheadMax());
        }
        Set<TopicPartition> go = new HashSet<>(consumer.paused());
        go.removeAll(stop);
        consumer.resume(go);
        consumer.pause(stop);
    }

    private long ahead(TopicPartition partition) {
        PartitionMarks mark = intake.marks().get(partition);
        return mark == null ? 0 : mark.ahead();
    }

    private long lagRecords() {
        long records = 0;
        for (TopicPartition partition : consumer.assignment()) {
            records += consumer.currentLag(partition).orElse(0);
            records += ahead(partition);
        }
        return records;
    }

    private Duration oldestAge() {
        Instant oldest = lanes.oldest();
        Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Runs within poll. */
    private final class Rebalance implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            LOG.info("webhooks - partitions assigned (partitions={})", partitions);
            hours.assigned(partitions);
            identity.came(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit();
            went(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            went(partitions);
        }

        private void went(Collection<TopicPartition> partitions) {
            identity.went(partitions);
            giveUp(partitions);
        }
    }
}
