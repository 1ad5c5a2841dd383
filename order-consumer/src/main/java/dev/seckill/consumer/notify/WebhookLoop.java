package dev.seckill.consumer.notify;

import dev.seckill.consumer.loop.OffsetCommits;
import dev.seckill.consumer.status.WebhookMetrics;
import dev.seckill.model.LogPosition;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final OffsetCommits commits;
    private final SaleHours hours;
    private final WebhookMetrics metrics;
    private final WebhookSettings settings;
    private final Clock clock;
    private final Map<TopicPartition, PartitionMarks> marks = new HashMap<>();
    private final SparseLine skipped = new SparseLine();

    private boolean full;
    private long flushedNanos = System.nanoTime();

    WebhookLoop(
            Consumer<byte[], byte[]> consumer,
            Lanes lanes,
            OffsetCommits commits,
            SaleHours hours,
            WebhookMetrics metrics,
            WebhookSettings settings,
            Clock clock) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.lanes = Objects.requireNonNull(lanes, "lanes");
        this.commits = Objects.requireNonNull(commits, "commits");
        this.hours = Objects.requireNonNull(hours, "hours");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Joins the group; both topics must be there. */
    void subscribe() {
        String log = settings.log().topic();
        consumer.subscribe(List.of(log, OrderLogNames.webhookTopic(log)), new Rebalance());
    }

    /** One turn: reads if there is room, and commits once in a while. */
    void turn() {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL_WAIT);
        polled.forEach(this::read);
        polled.nextOffsets()
                .forEach((partition, next) -> marksOf(partition, next.offset()).passed(next.offset()));
        hours.learn();
        tellHours();
        steer();
        if (System.nanoTime() - flushedNanos >= COMMIT_EVERY.toNanos()) {
            commit();
            metrics.waiting(lagRecords(), lanes.waiting(), oldestAge());
        }
    }

    /** Commits as far as everything is over. */
    void commit() {
        flushedNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        marks.forEach((partition, mark) -> mark.toCommit().ifPresent(position -> {
            done.put(partition, new OffsetAndMetadata(position));
            mark.committed(position); // from here on it is with the commits, which try again
        }));
        commits.add(done);
        commits.flush();
    }

    private void read(ConsumerRecord<byte[], byte[]> message) {
        LogPosition origin = new LogPosition(message.topic(), message.partition(), message.offset());
        PartitionMarks mark = marksOf(new TopicPartition(message.topic(), message.partition()), message.offset());
        List<Delivery> deliveries = deliveries(message, mark, origin);
        mark.read(message.offset(), deliveries.size());
        deliveries.forEach(lanes::add);
    }

    private List<Delivery> deliveries(ConsumerRecord<byte[], byte[]> message, PartitionMarks mark, LogPosition origin) {
        if (!message.topic().equals(settings.log().topic())) {
            return WebhookRecord.read(message)
                    .map(again -> List.of(Delivery.of(again, mark, origin, true)))
                    .orElseGet(() -> skip(origin, "no webhook"));
        }
        try {
            SaleEvent event = EventCodec.decode(message.value());
            if (event instanceof SaleEvent.SaleChanged changed) {
                return hours.changed(changed, origin)
                        .map(moved -> deliveries(moved, mark, true))
                        .orElse(List.of());
            }
            return WebhookWriter.of(event).stream()
                    .map(webhook -> Delivery.of(webhook, mark, origin, true))
                    .toList();
        } catch (UndecodableOrderException e) {
            return skip(origin, Reason.of(e));
        }
    }

    /** The webhooks, and behind them the note. */
    private static List<Delivery> deliveries(SaleWatch.Moved moved, PartitionMarks mark, boolean ofMessage) {
        List<Delivery> deliveries = new ArrayList<>();
        moved.webhooks()
                .forEach(webhook ->
                        deliveries.add(Delivery.of(webhook, mark, moved.watch().place(), ofMessage)));
        deliveries.add(Delivery.of(moved.watch(), mark, ofMessage));
        return deliveries;
    }

    /** The order book parks it; if it is an event after all, it comes again from there. */
    private List<Delivery> skip(LogPosition origin, String reason) {
        metrics.skipped();
        skipped.say(times ->
                LOG.warn("webhooks - skipped what is no event (times={}, from={}, reason={})", times, origin, reason));
        return List.of();
    }

    /** Tells what the hours of sales have brought. */
    private void tellHours() {
        for (SaleWatch.Moved moved : hours.advanced()) {
            LogPosition place = moved.watch().place();
            PartitionMarks mark = marksOf(new TopicPartition(place.topic(), place.partition()), 0);
            deliveries(moved, mark, false).forEach(lanes::add);
        }
    }

    private PartitionMarks marksOf(TopicPartition partition, long position) {
        return marks.computeIfAbsent(partition, unknown -> new PartitionMarks(position));
    }

    /** Pauses all partitions while the backlog is full, and those that are too far ahead. */
    private void steer() {
        int waiting = lanes.waiting();
        full = waiting >= settings.backlogMax() || full && waiting > settings.backlogMax() / 2;
        Set<TopicPartition> stop = new HashSet<>(consumer.assignment());
        if (!full) {
            stop.removeIf(partition -> !hours.isUnknown(partition)
                    && (!marks.containsKey(partition) || marks.get(partition).ahead() < settings.aheadMax()));
        }
        Set<TopicPartition> go = new HashSet<>(consumer.paused());
        go.removeAll(stop);
        consumer.resume(go);
        consumer.pause(stop);
    }

    private long lagRecords() {
        long records = 0;
        for (TopicPartition partition : consumer.assignment()) {
            records += consumer.currentLag(partition).orElse(0);
            records += marks.containsKey(partition) ? marks.get(partition).ahead() : 0;
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
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit();
            giveUp(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            giveUp(partitions);
        }

        private void giveUp(Collection<TopicPartition> partitions) {
            commits.forget(partitions);
            hours.gaveUp(partitions);
            for (TopicPartition partition : partitions) {
                PartitionMarks mark = marks.remove(partition);
                if (mark != null) {
                    mark.giveUp();
                }
            }
            lanes.dropGone();
            LOG.info("webhooks - partitions given up (partitions={})", partitions);
        }
    }
}
