package dev.seckill.consumer.loop;

import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offsets that may be committed because their messages are stored or parked. A commit that fails is counted and tried
 * again with the next one; if it never succeeds, the messages come again and are duplicates. Poll thread only.
 */
public final class OffsetCommits {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommits.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration wait;
    private final ConsumerMetrics metrics;
    private final Map<TopicPartition, OffsetAndMetadata> pending = new HashMap<>();
    private final SparseLine failed = new SparseLine();

    /** Nothing is pending yet. */
    public OffsetCommits(Consumer<byte[], byte[]> consumer, Duration wait, ConsumerMetrics metrics) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.wait = Objects.requireNonNull(wait, "wait");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
    }

    /** From here on these are pending. */
    public void add(Map<TopicPartition, OffsetAndMetadata> done) {
        pending.putAll(done);
    }

    /** Nothing of these is pending any more. */
    public void forget(Collection<TopicPartition> partitions) {
        pending.keySet().removeAll(partitions);
    }

    /** Commits what is pending. */
    public void flush() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            metrics.timeCommit(this::commit);
            pending.clear();
        } catch (CommitFailedException e) {
            // The group went on without this member: the partitions and their offsets are someone else's now.
            failed("the group took the partitions away", e);
            pending.clear();
        } catch (RebalanceInProgressException | RetriableException e) {
            failed("tried again later", e);
        }
    }

    private void commit() {
        try {
            consumer.commitSync(Map.copyOf(pending), wait);
        } catch (WakeupException stopAsked) {
            // The stop interrupts one call only; what is stored shall still be committed.
            consumer.commitSync(Map.copyOf(pending), wait);
        }
    }

    private void failed(String consequence, RuntimeException e) {
        metrics.commitFailed();
        failed.say(times -> LOG.warn(
                "offset-commits - failed, {} (times={}, partitions={}, reason={}: {})",
                consequence,
                times,
                pending.size(),
                e.getClass().getSimpleName(),
                Reason.of(e)));
    }
}
