package dev.seckill.consumer.loop;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long ago this member last spoke to its group. A broker that is away does not make {@code poll} fail, so this is
 * the only sign of it.
 */
final class GroupMembership {

    private static final Logger LOG = LoggerFactory.getLogger(GroupMembership.class);
    private static final String HEARTBEAT = "last-heartbeat-seconds-ago";

    private final Consumer<byte[], byte[]> consumer;
    private final Duration heartbeatMax;
    private Metric heartbeat;
    private boolean away;

    GroupMembership(Consumer<byte[], byte[]> consumer, Duration heartbeatMax) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.heartbeatMax = Objects.requireNonNull(heartbeatMax, "heartbeatMax");
    }

    /** The time since the last heartbeat; null if there was none yet. Logs when it gets too old, and when it is over. */
    Duration heartbeatAge() {
        Duration age = age();
        boolean tooOld = age != null && age.compareTo(heartbeatMax) > 0;
        if (tooOld && !away) {
            LOG.warn("group - kafka away, no heartbeat (seconds={})", age.toSeconds());
        } else if (away && !tooOld) {
            LOG.info("group - kafka is back");
        }
        away = tooOld;
        return age;
    }

    private Duration age() {
        if (heartbeat == null) {
            for (Map.Entry<MetricName, ? extends Metric> metric :
                    consumer.metrics().entrySet()) {
                if (metric.getKey().name().equals(HEARTBEAT)) {
                    heartbeat = metric.getValue();
                }
            }
        }
        return heartbeat != null && heartbeat.metricValue() instanceof Double seconds && seconds >= 0
                ? Duration.ofMillis((long) (seconds * 1000))
                : null;
    }
}
