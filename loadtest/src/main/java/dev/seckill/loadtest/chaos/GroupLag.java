package dev.seckill.loadtest.chaos;

import static java.util.stream.Collectors.toMap;

import dev.seckill.loadtest.KafkaAccess;
import dev.seckill.model.OrderLogNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How far the consumers are behind the order log. */
public final class GroupLag {

    private static final String GROUP = "order-consumer";
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(20);

    private final KafkaAccess kafka;

    /** Behind this order log. */
    public GroupLag(KafkaAccess kafka) {
        this.kafka = kafka;
    }

    /** Messages whose offsets are not committed; empty while Kafka does not say. */
    public OptionalLong messages() throws InterruptedException {
        int millis = (int) ANSWER_WAIT.toMillis();
        Map<String, Object> config = kafka.client(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis));
        try (Admin admin = Admin.create(config)) {
            return OptionalLong.of(behind(ends(admin), committed(admin)));
        } catch (ExecutionException | TimeoutException | KafkaException noAnswer) {
            return OptionalLong.empty();
        }
    }

    private static long behind(
            Map<TopicPartition, ListOffsetsResultInfo> ends, Map<TopicPartition, OffsetAndMetadata> committed) {
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata offset = committed.get(end.getKey());
                    return end.getValue().offset() - (offset == null ? 0 : offset.offset());
                })
                .sum();
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        return get(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> ends(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        String topic = OrderLogNames.DEFAULT_TOPIC;
        TopicDescription description =
                get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        return get(admin.listOffsets(description.partitions().stream()
                        .collect(toMap(
                                partition -> new TopicPartition(topic, partition.partition()),
                                partition -> OffsetSpec.latest())))
                .all());
    }

    private static <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(ANSWER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
