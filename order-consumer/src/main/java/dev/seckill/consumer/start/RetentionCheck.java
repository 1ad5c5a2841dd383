package dev.seckill.consumer.start;

import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.LogRetention;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of an order log, or a parked topic, that does not keep every message. */
public final class RetentionCheck {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionCheck.class);
    private static final Duration WAIT = Duration.ofSeconds(3);

    private RetentionCheck() {}

    /** Asks once and never fails: this program works also where it may not ask. */
    public static void warn(OrderLogSettings settings) {
        KafkaConnection kafka = settings.connection();
        try (Admin admin = kafka.open(Admin::create, kafka.properties(WAIT))) {
            for (String topic : List.of(settings.topic(), OrderLogNames.parkedTopic(settings.topic()))) {
                warn(admin, kafka.bootstrapServers(), topic);
            }
        } catch (TimeoutException | KafkaException | TopicUnavailableException e) {
            notKnown(settings.topic(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void warn(Admin admin, String bootstrapServers, String topic)
            throws InterruptedException, TimeoutException {
        Collection<KafkaFuture<Config>> answer = admin.describeConfigs(
                        List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic)))
                .values()
                .values();
        try {
            for (KafkaFuture<Config> config : answer) {
                Config found = config.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
                LogRetention.doubt(bootstrapServers, topic, name -> value(found, name))
                        .ifPresent(doubt -> LOG.warn("order-log - {}", doubt));
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) { // nothing is parked yet
                notKnown(topic, e.getCause());
            }
        }
    }

    private static void notKnown(String topic, Throwable reason) {
        LOG.info("order-log - how long topic {} keeps messages is not known (reason={})", topic, Reason.of(reason));
    }

    private static String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? null : entry.value();
    }
}
