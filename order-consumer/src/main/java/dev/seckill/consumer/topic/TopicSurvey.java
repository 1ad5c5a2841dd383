package dev.seckill.consumer.topic;

import dev.seckill.model.check.TopicState;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.ArrayList;
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
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks brokers what topics and groups are like, and changes nothing. */
public final class TopicSurvey implements AutoCloseable {

    private final KafkaConnection connection;
    private final Duration wait;
    private final Admin admin;
    private final int brokers;

    /**
     * What is told of a topic.
     *
     * @param state null: it does not exist, or may not be looked at
     * @param exists true also if that is not known
     * @param trouble why it may not be looked at
     */
    public record Told(TopicState state, boolean exists, String trouble) {}

    /**
     * What is told of a group.
     *
     * @param rights what the program's user may do with it; null: not told
     * @param exists whether anybody has ever used it, as far as is known
     * @param trouble why it may not be looked at; null if it may
     */
    public record Group(Set<String> rights, boolean exists, String trouble) {}

    /**
     * Connects.
     *
     * @param wait longest wait for one answer
     * @throws TopicUnavailableException if none of the brokers answers
     */
    public TopicSurvey(KafkaConnection connection, Duration wait) {
        this.connection = connection;
        this.wait = wait;
        this.admin = connection.open(Admin::create, connection.properties(wait));
        try {
            this.brokers = get(admin.describeCluster().nodes()).size();
        } catch (ExecutionException e) {
            throw away(e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw away(e);
        }
    }

    private TopicUnavailableException away(Throwable reason) {
        admin.close(Duration.ZERO);
        return new TopicUnavailableException(
                "kafka: " + connection.bootstrapServers() + " does not answer (" + Reason.of(reason) + ")", reason);
    }

    /** How many brokers there are. */
    public int brokers() {
        return brokers;
    }

    /** What a topic is like. */
    public Told topic(String topic) {
        try {
            TopicDescription told = get(admin.describeTopics(
                            List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .topicNameValues()
                    .get(topic));
            List<TopicState.Partition> partitions = new ArrayList<>();
            for (TopicPartitionInfo partition : told.partitions()) {
                partitions.add(new TopicState.Partition(
                        partition.partition(),
                        isLed(topic, partition.partition()),
                        partition.replicas().size(),
                        partition.isr().size()));
            }
            return new Told(
                    new TopicState(
                            connection.bootstrapServers(),
                            topic,
                            brokers,
                            partitions,
                            configs(topic),
                            names(told.authorizedOperations())),
                    true,
                    null);
        } catch (ExecutionException e) {
            boolean exists = !(e.getCause() instanceof UnknownTopicOrPartitionException);
            return new Told(null, exists, Reason.of(e.getCause()));
        } catch (TimeoutException e) {
            return new Told(null, true, Reason.of(e));
        }
    }

    /** Whether its leader answers, at the address that it gives to clients. */
    private boolean isLed(String topic, int partition) {
        TopicPartition asked = new TopicPartition(topic, partition);
        try {
            get(admin.listOffsets(Map.of(asked, OffsetSpec.latest())).partitionResult(asked));
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Null: they may not be asked for. */
    private Map<String, String> configs(String topic) throws TimeoutException {
        ConfigResource asked = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config = get(admin.describeConfigs(List.of(asked)).values().get(asked));
            Map<String, String> values = new HashMap<>();
            for (ConfigEntry entry : config.entries()) {
                values.put(entry.name(), entry.value());
            }
            return values;
        } catch (ExecutionException e) {
            return null;
        }
    }

    /** Why the brokers would not make a topic; null if they would. */
    public String whyNotMade(NewTopic topic) {
        try {
            get(admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true))
                    .all());
            return null;
        } catch (ExecutionException e) {
            return Reason.of(e.getCause());
        } catch (TimeoutException e) {
            return Reason.of(e);
        }
    }

    /** What a consumer group is like. */
    public Group group(String group) {
        try {
            ConsumerGroupDescription told = get(admin.describeConsumerGroups(
                            List.of(group), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(group));
            return new Group(names(told.authorizedOperations()), true, null);
        } catch (ExecutionException e) {
            return e.getCause() instanceof GroupIdNotFoundException
                    ? new Group(null, false, null)
                    : new Group(null, true, Reason.of(e.getCause()));
        } catch (TimeoutException e) {
            return new Group(null, true, Reason.of(e));
        }
    }

    private static Set<String> names(Set<AclOperation> rights) {
        return rights == null ? null : rights.stream().map(Enum::name).collect(Collectors.toSet());
    }

    private <T> T get(KafkaFuture<T> answer) throws ExecutionException, TimeoutException {
        try {
            return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
