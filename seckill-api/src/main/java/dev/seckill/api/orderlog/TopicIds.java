package dev.seckill.api.orderlog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Tells a topic from another one of the same name: each has an id that it keeps for its whole life. A topic that was deleted
 * and made anew counts its messages from 0 again, so no position in the old one means anything in the new one.
 */
final class TopicIds implements AutoCloseable {

    private final KafkaSettings settings;
    private final Admin admin;

    /** @throws KafkaException if there is no address for any broker */
    TopicIds(KafkaSettings settings) {
        this.settings = settings;
        this.admin = Admin.create(settings.connection().asking(Map.of()));
    }

    /**
     * The topic's id now; zeros from a broker that is too old to give any.
     *
     * @throws OrderLogUnavailableException if there is no such topic, or no answer
     */
    Uuid now() {
        try {
            return of(admin, settings).topicId();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new OrderLogUnavailableException.NoTopic(settings.topic());
            }
            throw notKnown(e.getCause());
        } catch (TimeoutException e) {
            throw notKnown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notKnown(e);
        }
    }

    /** The topic, as a client knows it that stays open. */
    static TopicDescription of(Admin admin, KafkaSettings settings)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin.describeTopics(List.of(settings.topic()))
                .topicNameValues()
                .get(settings.topic())
                .get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether both are known and differ. */
    static boolean differ(Uuid one, Uuid other) {
        return !one.equals(other) && !one.equals(Uuid.ZERO_UUID) && !other.equals(Uuid.ZERO_UUID);
    }

    private static OrderLogUnavailableException notKnown(Throwable reason) {
        return new OrderLogUnavailableException("order log - cannot be read: its topic's id is not known", reason);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
