package dev.seckill.api.orderlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.infra.testing.TopicsAnew;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A topic that somebody makes anew, or that loses its end, is noticed while nothing is wrong otherwise. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class TopicWatchIT {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final KafkaSettings settings;
    private final AtomicInteger looks = new AtomicInteger();

    TopicWatchIT(ServerStack servers) {
        Duration wait = Duration.ofSeconds(10);
        settings = new KafkaSettings(
                servers.kafkaBootstrapServers(),
                "watched-" + UUID.randomUUID(),
                1,
                (short) 1,
                wait,
                wait,
                wait,
                wait,
                wait,
                Set.of());
    }

    @BeforeEach
    void makeTopic() throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(settings.topic(), 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            SureProducer.awaitLeaders(admin, settings.topic(), 1);
        }
    }

    @Test
    void anOtherTopicOfTheSameNameIsNoticedAndSaidOnce() {
        List<String> said = LogLines.during(() -> {
            try (TopicWatch watch = watch(CountingAdmin::new);
                    Admin admin = admin()) {
                await().atMost(WAIT).until(() -> looks.get() > 0);
                assertThat(watch.isReplaced()).isFalse();

                TopicsAnew.make(admin, settings.topic(), 1);

                await().atMost(WAIT).until(watch::isReplaced);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(said)
                .filteredOn(line -> line.contains("ERROR"))
                .singleElement()
                .asString()
                .contains("nothing is decided any more", "topic " + settings.topic() + " was made anew");
    }

    @Test
    void aTopicThatEndsBeforeWhatItAcknowledgedIsNoticed() {
        try (TopicWatch watch = watch(CountingAdmin::new)) {
            watch.acknowledged(0, 41); // the topic is empty

            await().atMost(WAIT).until(watch::isReplaced);
        }
    }

    @Test
    void anOffsetThatGoesBackHasItLookAtOnceAndIsNothingByItself() {
        try (SureProducer producer =
                        new SureProducer(Map.of("bootstrap.servers", settings.bootstrapServers(), "acks", "all"));
                TopicWatch watch = watch(CountingAdmin::new)) {
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(settings.topic(), new byte[0], new byte[0]));
            }
            producer.flush();
            watch.acknowledged(0, 2);
            await().atMost(WAIT).until(() -> looks.get() > 0);
            int before = looks.get();

            watch.acknowledged(0, 1);

            await().atMost(Duration.ofSeconds(4)).until(() -> looks.get() > before);
            assertThat(watch.isReplaced()).isFalse();
        }
    }

    private TopicWatch watch(Function<Map<String, Object>, Admin> admins) {
        TopicWatch watch = new TopicWatch(settings, admins);
        try (TopicIds ids = new TopicIds(settings)) {
            watch.begin(ids.now());
        }
        return watch;
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()));
    }

    /** Counts the looks, each of which ends with this question. */
    private final class CountingAdmin extends ForwardingAdmin {

        private CountingAdmin(Map<String, Object> config) {
            super(config);
        }

        @Override
        public ListOffsetsResult listOffsets(Map<TopicPartition, OffsetSpec> specs, ListOffsetsOptions options) {
            looks.incrementAndGet();
            return super.listOffsets(specs, options);
        }
    }
}
