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
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
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
    private final LogIdentity identity;
    private final Duration wait;
    private final ConsumerMetrics metrics;
    private final Map<TopicPartition, OffsetAndMetadata> pending = new HashMap<>();
    private final SparseLine failed = new SparseLine();

    /** Nothing is pending yet. */
    public OffsetCommits(
            Consumer<byte[], byte[]> consumer, LogIdentity identity, Duration wait, ConsumerMetrics metrics) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.identity = Objects.requireNonNull(identity, "identity");
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

    /** Commits what is pending, but for what may be a position in another topic of that name. */
    public void flush() {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        pending.forEach((partition, position) -> {
            if (identity.isSure(partition)) {
                due.put(partition, identity.mark(partition, position));
            }
        });
        if (due.isEmpty()) {
            return;
        }
        try {
            metrics.timeCommit(() -> commit(due));
            pending.keySet().removeAll(due.keySet());
        } catch (CommitFailedException e) {
            // The group went on without this member: the partitions and their offsets are someone else's now.
            failed("the group took the partitions away", e);
            pending.keySet().removeAll(due.keySet());
        } catch (RebalanceInProgressException
                | RetriableException
                | AuthenticationException
                | AuthorizationException e) {
            failed("tried again later", e);
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> due) {
        try {
            consumer.commitSync(due, wait);
        } catch (WakeupException stopAsked) {
            // The stop interrupts one call only; what is stored shall still be committed.
            consumer.commitSync(due, wait);
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
