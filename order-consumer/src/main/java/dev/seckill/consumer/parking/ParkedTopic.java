package dev.seckill.consumer.parking;

import dev.seckill.model.LogCopies;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes a topic that keeps messages for ever, if it is missing, and waits until it takes messages. */
public final class ParkedTopic {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final Map<String, String> FOR_EVER = Map.of(
            // Room for the largest message of the order log plus the two headers, and no expiry.
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            "" + ParkingProducer.MESSAGE_BYTES_MAX,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1");

    private ParkedTopic() {}

    /**
     * The same with a client of its own.
     *
     * @throws ParkingUnavailableException if it is not sure that the topic is there
     */
    public static void make(ParkingSettings settings) {
        make(settings, FOR_EVER);
    }

    /**
     * One that keeps only the last message under each key.
     *
     * @throws ParkingUnavailableException if it is not sure that the topic is there
     */
    public static void makeOfLast(ParkingSettings settings) {
        make(settings, Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    private static void make(ParkingSettings settings, Map<String, String> configs) {
        try {
            Admin admin = Admin.create(settings.connection().properties(settings.ackWait()));
            try {
                make(admin, settings, configs);
            } finally {
                admin.close(Duration.ZERO);
            }
        } catch (ExecutionException e) {
            throw unavailable(settings, e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw unavailable(settings, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static ParkingUnavailableException unavailable(ParkingSettings settings, Throwable cause) {
        return new ParkingUnavailableException(
                "kafka: no topic " + settings.topic() + " yet: "
                        + (cause.getMessage() == null ? "no answer within " + settings.ackWait() : Reason.of(cause)),
                cause);
    }

    /** @throws ExecutionException if Kafka refuses, or its leaders do not answer in time */
    static void make(Admin admin, ParkingSettings settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        make(admin, settings, FOR_EVER);
    }

    private static void make(Admin admin, ParkingSettings settings, Map<String, String> configs)
            throws InterruptedException, ExecutionException, TimeoutException {
        create(admin, settings, configs);
        awaitLeaders(admin, settings.topic(), settings.ackWait());
    }

    /** One that keeps messages for ever, as it is made. */
    public static NewTopic toCreate(ParkingSettings settings) {
        return toCreate(settings, FOR_EVER);
    }

    private static NewTopic toCreate(ParkingSettings settings, Map<String, String> configs) {
        Map<String, String> all = new HashMap<>(configs);
        all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(LogCopies.minInSync(settings.replication())));
        return new NewTopic(settings.topic(), settings.partitions(), settings.replication()).configs(all);
    }

    private static void create(Admin admin, ParkingSettings settings, Map<String, String> configs)
            throws InterruptedException, ExecutionException, TimeoutException {
        NewTopic topic = toCreate(settings, configs);
        try {
            admin.createTopics(List.of(topic)).all().get(settings.ackWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /**
     * Waits until every partition has a leader that knows that it leads. A leader that has not taken over yet refuses the
     * first batch of a producer and takes the second, and then refuses the first one for ever as out of order. Each leader
     * is asked for its end until all answer; a broker may deny for a moment that it knows a topic which was just made, so
     * that is no answer.
     */
    private static void awaitLeaders(Admin admin, String topic, Duration wait)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadlineNanos = System.nanoTime() + wait.toNanos();
        while (true) {
            try {
                ask(admin, topic, wait.toMillis());
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() >= deadlineNanos) {
                    throw e;
                }
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private static void ask(Admin admin, String topic, long waitMillis)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        admin.describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .get(waitMillis, TimeUnit.MILLISECONDS)
                .partitions()
                .forEach(partition -> ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        admin.listOffsets(ends).all().get(waitMillis, TimeUnit.MILLISECONDS);
    }
}
