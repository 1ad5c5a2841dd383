package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.OnContainersToo;
import dev.seckill.infra.testing.SharedServers;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A topic counts as there once each partition's leader answers, whoever made it and at whichever attempt. */
@ExtendWith(SharedServers.class)
@Timeout(300)
@OnContainersToo
final class OrderTopicIT {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final KafkaSettings settings;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger askedWhenThere = new AtomicInteger();

    OrderTopicIT(ServerStack servers) {
        Duration wait = Duration.ofSeconds(10);
        settings = new KafkaSettings(
                servers.kafkaBootstrapServers(),
                "topic-" + UUID.randomUUID(),
                3,
                (short) 1,
                wait,
                wait,
                wait,
                wait,
                wait,
                Set.of());
    }

    @Test
    void asksTheLeadersOfATopicThatItMadeAtAnAttemptThatFailed() {
        awaitTopic(config -> new DenyingAdmin(config, 1));

        assertThat(askedWhenThere.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void asksTheLeadersOfATopicThatWasThere() {
        awaitTopic(config -> new DenyingAdmin(config, 0));
        int askedBefore = asked.get();

        awaitTopic(config -> new DenyingAdmin(config, 0));

        assertThat(askedWhenThere).hasValueGreaterThan(askedBefore);
    }

    @Test
    void warnsOfATopicThatDoesNotKeepEveryOrder() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            NewTopic weekly = new NewTopic(settings.topic(), 1, (short) 1).configs(Map.of("retention.ms", "604800000"));
            admin.createTopics(List.of(weekly)).all().get(30, TimeUnit.SECONDS);
        }

        assertThat(LogLines.during(() -> awaitTopic(Admin::create)))
                .filteredOn(line -> line.contains("does not keep every message"))
                .hasSize(1)
                .first()
                .asString()
                .contains("WARN", "topic " + settings.topic(), "retention.ms=604800000", "kafka-configs.sh");
    }

    @Test
    void warnsNotOfTheTopicThatItMakes() {
        assertThat(LogLines.during(() -> awaitTopic(Admin::create)))
                .noneMatch(line -> line.contains("does not keep every message"));
        assertThat(LogLines.during(() -> awaitTopic(Admin::create)))
                .noneMatch(line -> line.contains("does not keep every message"));
    }

    @Test
    void worksWhereItMayNotAskForTheRetention() {
        List<String> said = LogLines.during(() -> awaitTopic(ForbiddingAdmin::new));

        assertThat(said).noneMatch(line -> line.contains("WARN")).anyMatch(line -> line.contains("is not known"));
    }

    @Test
    void saysEachKindOfReasonOnce() {
        Iterator<KafkaException> failures = List.<KafkaException>of(
                        new TimeoutException("slow"),
                        new TimeoutException("still slow"),
                        new TopicAuthorizationException("not yours"))
                .iterator();

        List<String> said = LogLines.during(() -> awaitTopic(config -> {
            if (failures.hasNext()) {
                throw failures.next();
            }
            return Admin.create(config);
        }));

        assertThat(said)
                .filteredOn(line -> line.contains("not reachable yet"))
                .satisfiesExactly(
                        first -> assertThat(first).contains("reason=slow)"),
                        second -> assertThat(second).contains("reason=not yours)"));
    }

    private void awaitTopic(Function<Map<String, Object>, Admin> admins) {
        try (OrderTopic topic = new OrderTopic(settings, id -> askedWhenThere.set(asked.get()), admins)) {
            topic.start();
            await().atMost(WAIT).until(topic::isThere);
        }
    }

    /** Like a broker whose rights do not say DescribeConfigs. */
    private static final class ForbiddingAdmin extends ForwardingAdmin {

        private ForbiddingAdmin(Map<String, Object> config) {
            super(config);
        }

        @Override
        public DescribeConfigsResult describeConfigs(
                Collection<ConfigResource> resources, DescribeConfigsOptions options) {
            KafkaFutureImpl<Config> denial = new KafkaFutureImpl<>();
            denial.completeExceptionally(new TopicAuthorizationException("not yours"));
            return new DescribeConfigsResult(Map.of(resources.iterator().next(), denial)) {};
        }
    }

    /** Like a broker that has not heard of the topic yet, that many times. */
    private final class DenyingAdmin extends ForwardingAdmin {
        private final int denials;

        private DenyingAdmin(Map<String, Object> config, int denials) {
            super(config);
            this.denials = denials;
        }

        @Override
        public ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> specs, ListOffsetsOptions options) {
            if (asked.incrementAndGet() > denials) {
                return super.listOffsets(specs, options);
            }
            return new ListOffsetsResult(specs.keySet().stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> {
                        KafkaFutureImpl<ListOffsetsResult.ListOffsetsResultInfo> denial = new KafkaFutureImpl<>();
                        denial.completeExceptionally(new UnknownTopicOrPartitionException("not heard of it yet"));
                        return denial;
                    })));
        }
    }
}
