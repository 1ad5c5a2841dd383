package dev.seckill.api.orderlog;

import dev.seckill.model.check.TopicState;
import dev.seckill.model.log.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What the brokers tell of the order log, asked as an instance would ask them. Changes nothing.
 *
 * @param brokers how many there are
 * @param topic null: it does not exist, or may not be looked at
 * @param trouble why it is not told
 * @param toBeMade whether it does not exist, and is made when an instance starts
 * @param disks those that the brokers tell of; empty: none
 */
public record LogSurvey(int brokers, TopicState topic, String trouble, boolean toBeMade, List<Disk> disks) {

    /**
     * Where a broker keeps its logs.
     *
     * @param broker its id
     * @param trouble what it says of it; null: nothing
     */
    public record Disk(int broker, String folder, long freeBytes, long totalBytes, String trouble) {}

    /**
     * Asks them.
     *
     * @throws OrderLogUnavailableException if none answers
     */
    public static LogSurvey of(KafkaSettings settings) {
        try (Admin admin = Admin.create(settings.connection().asking(Map.of()))) {
            return new Asking(admin, settings).survey();
        } catch (ExecutionException e) {
            throw away(e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(e);
        }
    }

    private static OrderLogUnavailableException away(Throwable reason) {
        return new OrderLogUnavailableException(Reason.of(reason), reason);
    }

    private record Asking(Admin admin, KafkaSettings settings) {

        LogSurvey survey() throws ExecutionException, InterruptedException, TimeoutException {
            Collection<Node> brokers = get(admin.describeCluster().nodes());
            List<Disk> disks = disks(brokers);
            try {
                return new LogSurvey(brokers.size(), topic(brokers.size()), null, false, disks);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return new LogSurvey(brokers.size(), null, whyNotMade(), true, disks);
                }
                return new LogSurvey(brokers.size(), null, Reason.of(e.getCause()), false, disks);
            }
        }

        private TopicState topic(int brokers) throws ExecutionException, InterruptedException, TimeoutException {
            TopicDescription topic = get(admin.describeTopics(
                            List.of(settings.topic()), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .topicNameValues()
                    .get(settings.topic()));
            List<TopicState.Partition> partitions = new ArrayList<>();
            for (TopicPartitionInfo partition : topic.partitions()) {
                partitions.add(new TopicState.Partition(
                        partition.partition(),
                        isLed(partition),
                        partition.replicas().size(),
                        partition.isr().size()));
            }
            Set<String> rights = topic.authorizedOperations() == null
                    ? null
                    : topic.authorizedOperations().stream().map(Enum::name).collect(Collectors.toSet());
            return new TopicState(
                    settings.bootstrapServers(), settings.topic(), brokers, partitions, configs(), rights);
        }

        /** Whether its leader answers, at the address that it gives to clients. */
        private boolean isLed(TopicPartitionInfo partition) throws InterruptedException {
            TopicPartition asked = new TopicPartition(settings.topic(), partition.partition());
            try {
                get(admin.listOffsets(Map.of(asked, OffsetSpec.latest())).partitionResult(asked));
                return true;
            } catch (ExecutionException | TimeoutException e) {
                return false;
            }
        }

        /** Null: it may not be asked for. */
        private Map<String, String> configs() throws InterruptedException, TimeoutException {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, settings.topic());
            try {
                Config config =
                        get(admin.describeConfigs(List.of(topic)).values().get(topic));
                Map<String, String> values = new HashMap<>();
                for (ConfigEntry entry : config.entries()) {
                    values.put(entry.name(), entry.value());
                }
                return values;
            } catch (ExecutionException e) {
                return null;
            }
        }

        /** Null: it could be made. */
        private String whyNotMade() throws InterruptedException, TimeoutException {
            try {
                get(admin.createTopics(
                                List.of(OrderTopic.toCreate(settings)), new CreateTopicsOptions().validateOnly(true))
                        .all());
                return null;
            } catch (ExecutionException e) {
                return Reason.of(e.getCause());
            }
        }

        /** Not every broker tells, nor everybody. */
        private List<Disk> disks(Collection<Node> brokers) throws InterruptedException {
            List<Disk> disks = new ArrayList<>();
            List<Integer> ids = brokers.stream().map(Node::id).sorted().toList();
            for (Map.Entry<Integer, KafkaFuture<Map<String, LogDirDescription>>> broker :
                    admin.describeLogDirs(ids).descriptions().entrySet()) {
                try {
                    get(broker.getValue())
                            .forEach((folder, told) -> disks.add(new Disk(
                                    broker.getKey(),
                                    folder,
                                    told.usableBytes().orElse(-1),
                                    told.totalBytes().orElse(-1),
                                    told.error() == null ? null : Reason.of(told.error()))));
                } catch (ExecutionException | TimeoutException e) {
                    continue; // as if it told of none
                }
            }
            return disks;
        }

        private <T> T get(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
            return answer.get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
