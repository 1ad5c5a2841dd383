package dev.seckill.api.orderlog;

import dev.seckill.model.LogCopies;
import dev.seckill.model.LogRetention;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the topic exists, trying in a thread of its own until a broker answers, so that the API starts and
 * answers 503 while Kafka is away.
 */
final class OrderTopic implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OrderTopic.class);
    private static final long PAUSE_MILLIS = 500;

    private final KafkaSettings settings;
    private final Consumer<Uuid> onceThere;
    private final Function<Map<String, Object>, Admin> admins;
    private final Thread thread = new Thread(this::run, "order-topic");
    private final CountDownLatch there = new CountDownLatch(1);
    private volatile boolean closed;

    /** @param onceThere gets the topic's id when it was seen, before it counts as there; tried again if it throws */
    OrderTopic(KafkaSettings settings, Consumer<Uuid> onceThere) {
        this(settings, onceThere, Admin::create);
    }

    OrderTopic(KafkaSettings settings, Consumer<Uuid> onceThere, Function<Map<String, Object>, Admin> admins) {
        this.settings = settings;
        this.onceThere = onceThere;
        this.admins = admins;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether the topic was seen. */
    boolean isThere() {
        return there.getCount() == 0;
    }

    /** Waits until the topic was seen; returns whether it was. */
    boolean awaitThere(Duration patience) {
        try {
            return there.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        Set<Class<?>> told = new HashSet<>(); // each kind of reason once: a slow answer must not hide a refusal
        int attempts = 0;
        while (!closed && !isThere()) {
            try (Admin admin = admins.apply(settings.connection().asking(Map.of()))) {
                onceThere.accept(ensure(admin));
                warnOfSettings(admin);
                there.countDown();
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                attempts++;
                // A broker may deny for a moment that there is a topic which was just made: worth no warning.
                boolean isNew = attempts == 1 && e.getCause() instanceof UnknownTopicOrPartitionException;
                Class<?> kind = (e.getCause() == null ? e : e.getCause()).getClass();
                if (!isNew && told.add(kind)) {
                    log.warn(
                            "order log - not reachable yet, trying on (kafka={}, topic={}, reason={})",
                            settings.bootstrapServers(),
                            settings.topic(),
                            Reason.of(e));
                }
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Uuid ensure(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        long wait = settings.requestTimeout().toMillis();
        boolean isFound =
                admin.listTopics().names().get(wait, TimeUnit.MILLISECONDS).contains(settings.topic());
        if (!isFound) {
            log.info("order log - no topic yet, creating it (topic={})", settings.topic());
            create(admin);
        }
        // Also when it was found: another instance, or an attempt before this one, may have made it just now.
        Uuid id = awaitLeaders(admin);
        if (isFound) {
            log.info("order log - found (topic={})", settings.topic());
        }
        return id;
    }

    /** The topic as it is made. */
    static NewTopic toCreate(KafkaSettings settings) {
        return new NewTopic(settings.topic(), settings.partitions(), settings.replication())
                // Recover and the consumers need every order; a broker lets records expire after a week by default.
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1",
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        "-1",
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        Integer.toString(LogCopies.minInSync(settings.replication()))));
    }

    private void create(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        try {
            admin.createTopics(List.of(toCreate(settings)))
                    .all()
                    .get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
            log.info(
                    "order log - created (topic={}, partitions={}, replication={})",
                    settings.topic(),
                    settings.partitions(),
                    settings.replication());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
            log.info("order log - found, another instance was faster (topic={})", settings.topic());
        }
    }

    /**
     * Waits until every partition answers. A producer that writes to a partition whose leader does not lead yet can have
     * its second batch taken before its first, and then retries in vain until the delivery timeout.
     */
    private Uuid awaitLeaders(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        long wait = settings.requestTimeout().toMillis();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        TopicDescription topic = TopicIds.of(admin, settings);
        topic.partitions()
                .forEach(partition ->
                        ends.put(new TopicPartition(settings.topic(), partition.partition()), OffsetSpec.latest()));
        admin.listOffsets(ends).all().get(wait, TimeUnit.MILLISECONDS);
        return topic.topicId();
    }

    /** Who may not ask is not told; the topic works all the same. */
    private void warnOfSettings(Admin admin) throws InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, settings.topic());
        try {
            Config config = admin.describeConfigs(List.of(topic))
                    .values()
                    .get(topic)
                    .get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
            LogRetention.doubt(settings.bootstrapServers(), settings.topic(), name -> value(config, name))
                    .ifPresent(doubt -> log.warn("order log - {}", doubt));
            warnOfCopies(admin, config);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            log.info(
                    "order log - how long and how often it keeps messages is not known (topic={}, reason={})",
                    settings.topic(),
                    Reason.of(e));
        }
    }

    private void warnOfCopies(Admin admin, Config config)
            throws ExecutionException, InterruptedException, TimeoutException {
        int brokers = admin.describeCluster()
                .nodes()
                .get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .size();
        int copies = TopicIds.of(admin, settings).partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        LogCopies.doubt(settings.bootstrapServers(), settings.topic(), brokers, copies, name -> value(config, name))
                .ifPresent(doubt -> log.warn("order log - {}", doubt));
    }

    private static String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? null : entry.value();
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
