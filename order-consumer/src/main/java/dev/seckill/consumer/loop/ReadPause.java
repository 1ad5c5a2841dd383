package dev.seckill.consumer.loop;

import dev.seckill.consumer.status.Health;
import dev.seckill.model.log.Reason;
import java.util.Collection;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While nothing is read: because the order book is away, or because a batch takes long and no other one may be held. The
 * partitions are paused then, so that the loop can go on polling. Poll thread only.
 */
final class ReadPause {

    private static final Logger LOG = LoggerFactory.getLogger(OrderLoop.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Outage outage;
    private final Health health;
    /** Whether nothing is read because a batch takes long and no other one may be held. */
    private boolean crowded;

    ReadPause(Consumer<byte[], byte[]> consumer, Outage outage, Health health) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.outage = Objects.requireNonNull(outage, "outage");
        this.health = Objects.requireNonNull(health, "health");
    }

    /** A batch takes long, and no other one may be held. */
    void crowded() {
        crowded = true;
        consumer.pause(consumer.assignment());
    }

    /** An attempt failed; counts the outage if this is its first. */
    void away(RuntimeException away, int held, Runnable count) {
        consumer.pause(consumer.assignment());
        crowded = false; // the outage has the partitions paused now
        health.away(away.getMessage());
        if (outage.failed()) {
            count.run();
            LOG.warn("order-loop - paused (held={}, reason={})", held, Reason.of(away));
        } else if (outage.isReminderDue()) {
            LOG.warn(
                    "order-loop - still paused (held={}, seconds={}, attempts={}, reason={})",
                    held,
                    outage.lasted().toSeconds(),
                    outage.attempts(),
                    Reason.of(away));
        }
    }

    /** A batch was taken. */
    void end() {
        if (isActive()) {
            consumer.resume(consumer.assignment());
            crowded = false;
        }
        if (outage.isActive()) {
            health.back();
            LOG.info(
                    "order-loop - resumed (seconds={}, attempts={})",
                    outage.lasted().toSeconds(),
                    outage.attempts());
            outage.over();
        }
    }

    /** Partitions that come are paused before the first fetch, else this poll could return messages that nobody can store. */
    void assigned(Collection<TopicPartition> partitions) {
        if (isActive()) {
            consumer.pause(partitions);
        }
    }

    /** Nothing is left to try the order book with, so the partitions that stay go on, and the next batch tells. */
    void endWithoutBatch(Collection<TopicPartition> gone) {
        if (isActive()) {
            consumer.resume(consumer.assignment().stream()
                    .filter(partition -> !gone.contains(partition))
                    .toList());
            crowded = false;
            outage.over();
            health.back();
        }
    }

    private boolean isActive() {
        return outage.isActive() || crowded;
    }
}
