package dev.seckill.consumer.notify;

import dev.seckill.consumer.notify.SaleWatch.Moved;
import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.LogPosition;
import dev.seckill.model.event.SaleEvent.SaleChanged;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opening and closing of the sales whose rules stand in partitions of this consumer. An hour is told by this machine's clock,
 * once all that the log has by then is read. Poll thread only.
 */
final class SaleHours {

    private static final Logger LOG = LoggerFactory.getLogger(SaleHours.class);

    /** A change that was made just before the hour shall be read before the hour is told. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private static final Duration END_WAIT = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Notes notes;
    private final String orderLog;
    private final Clock clock;
    private final SaleWatches watches = new SaleWatches();
    /** Partitions that nothing may be read of before it is known what the shop was told of their sales. */
    private final Set<TopicPartition> unknown = new HashSet<>();

    private final SparseLine away = new SparseLine();

    /** Where it stands how far the shop was told of sales. */
    @FunctionalInterface
    interface Notes {

        /** @throws TopicUnavailableException if it is not known now */
        Collection<SaleWatch> read(Set<Integer> logPartitions);
    }

    SaleHours(Consumer<byte[], byte[]> consumer, Notes notes, String orderLog, Clock clock) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.notes = Objects.requireNonNull(notes, "notes");
        this.orderLog = Objects.requireNonNull(orderLog, "orderLog");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** These came; runs within poll, which then returns nothing of them. */
    void assigned(Collection<TopicPartition> partitions) {
        partitions.stream().filter(this::isOfLog).forEach(unknown::add);
        consumer.pause(unknown);
    }

    /** These went. */
    void gaveUp(Collection<TopicPartition> partitions) {
        unknown.removeAll(partitions);
        watches.forget(numbers(partitions));
    }

    /** Whether the partition must stay paused. */
    boolean isUnknown(TopicPartition partition) {
        return unknown.contains(partition);
    }

    /**
     * Asks what the shop was told of the sales of partitions that came; if that is not known, another turn asks again.
     *
     * @param begin finds out where reading begins, and may say that it cannot now
     */
    void learn(java.util.function.Consumer<Set<TopicPartition>> begin) {
        if (unknown.isEmpty()) {
            return;
        }
        try {
            Collection<SaleWatch> known = notes.read(numbers(unknown));
            begin.accept(unknown);
            watches.know(known);
            unknown.clear();
        } catch (TopicUnavailableException e) {
            away.say(times -> LOG.warn("webhooks - waiting (times={}, reason={})", times, Reason.of(e)));
        }
    }

    /** New rules; empty if they are not new. */
    Optional<Moved> changed(SaleChanged rules, LogPosition place) {
        return watches.changed(rules, place);
    }

    /** What the hours have brought. */
    List<Moved> advanced() {
        Set<TopicPartition> caughtUp = new HashSet<>(consumer.assignment());
        caughtUp.removeAll(consumer.paused());
        caughtUp.removeIf(partition -> consumer.currentLag(partition).orElse(1) > 0);
        Instant now = clock.instant().minus(SETTLE);
        Set<Integer> due = watches.due(now, numbers(caughtUp));
        caughtUp.removeIf(partition -> !isOfLog(partition) || !due.contains(partition.partition()));
        return caughtUp.isEmpty() ? List.of() : watches.advanced(now, numbers(readToTheirEnds(caughtUp)));
    }

    /** The lag is what Kafka said last, however long ago; what an hour is told by is asked for now. */
    private Set<TopicPartition> readToTheirEnds(Set<TopicPartition> partitions) {
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, END_WAIT);
            return partitions.stream()
                    .filter(partition -> consumer.position(partition, END_WAIT) >= ends.get(partition))
                    .collect(Collectors.toSet());
        } catch (KafkaException e) {
            away.say(times -> LOG.warn("webhooks - an hour waits (times={}, reason={})", times, Reason.of(e)));
            return Set.of();
        }
    }

    private Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(this::isOfLog)
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }

    private boolean isOfLog(TopicPartition partition) {
        return partition.topic().equals(orderLog);
    }
}
