package dev.seckill.consumer.loop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which topic the positions of the group belong to. A topic that was deleted and made anew counts its messages from 0 again,
 * and a position in the old one, taken for one in the new one, passes over messages that nobody has read. So each position is
 * committed with the topic's id, and a partition whose position belongs to another id is read from its beginning; what is
 * known already is a duplicate then. Poll thread only.
 */
public final class LogIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(LogIdentity.class);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Supplier<String> ids;
    private final Duration wait;
    /** Partitions that came and of which it is not known yet what their position belongs to. */
    private final Set<TopicPartition> unsure = new HashSet<>();
    /** What the positions belong to; empty before an id is known. */
    private String id = "";

    /**
     * Nothing is known yet.
     *
     * @param ids tells the topic's id now, without waiting; empty if it is not known
     * @param wait longest wait for the group's positions
     */
    public LogIdentity(Consumer<byte[], byte[]> consumer, String topic, Supplier<String> ids, Duration wait) {
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.topic = Objects.requireNonNull(topic, "topic");
        this.ids = Objects.requireNonNull(ids, "ids");
        this.wait = Objects.requireNonNull(wait, "wait");
    }

    /** These partitions are read from now on. */
    public void came(Collection<TopicPartition> partitions) {
        partitions.stream().filter(this::isOfTheLog).forEach(unsure::add);
    }

    /** These partitions belong to someone else. */
    public void went(Collection<TopicPartition> partitions) {
        unsure.removeAll(partitions);
    }

    /** Whether the position may be committed: it is known to belong to the topic as it is. */
    boolean isSure(TopicPartition partition) {
        return !unsure.contains(partition);
    }

    /** The position as it is to be committed. */
    OffsetAndMetadata mark(TopicPartition partition, OffsetAndMetadata position) {
        return isOfTheLog(partition) ? new OffsetAndMetadata(position.offset(), position.leaderEpoch(), id) : position;
    }

    /** The partitions that have to be read from their beginning; says so. To be asked at every turn. */
    public Set<TopicPartition> toReadAnew() {
        String now = ids.get();
        if (now.isEmpty()) {
            unsure.clear(); // nobody can know
            return Set.of();
        }
        Set<TopicPartition> anew = new HashSet<>();
        if (!id.equals(now)) {
            if (!id.isEmpty()) {
                consumer.assignment().stream().filter(this::isOfTheLog).forEach(anew::add);
                unsure.removeAll(anew);
            }
            id = now;
        }
        if (!unsure.isEmpty()) {
            anew.addAll(positionsOfAnother());
        }
        if (!anew.isEmpty()) {
            LOG.error(
                    "order-log - topic {} was made anew since it was read, so it is read from its beginning; what the old"
                            + " one had and nobody has stored is lost: run audit (id={}, partitions={})",
                    topic,
                    id,
                    anew);
        }
        return anew;
    }

    private Set<TopicPartition> positionsOfAnother() {
        Set<TopicPartition> others = new HashSet<>();
        try {
            Map<TopicPartition, OffsetAndMetadata> positions = consumer.committed(Set.copyOf(unsure), wait);
            positions.forEach((partition, position) -> {
                // An older program has committed without an id.
                if (position != null
                        && !position.metadata().isEmpty()
                        && !position.metadata().equals(id)) {
                    others.add(partition);
                }
            });
            unsure.clear();
        } catch (RetriableException | AuthenticationException | AuthorizationException e) {
            LOG.debug("order-log - the group does not tell its positions yet", e);
        }
        return others;
    }

    private boolean isOfTheLog(TopicPartition partition) {
        return partition.topic().equals(topic);
    }
}
