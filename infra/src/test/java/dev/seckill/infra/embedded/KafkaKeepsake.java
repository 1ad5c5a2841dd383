package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A record in a topic, read back by a consumer group of its own. */
record KafkaKeepsake(String bootstrapServers) implements Keepsake {

    private static final String TOPIC = "keepsakes";
    private static final Duration WAIT = Duration.ofSeconds(30);

    @Override
    public void leave(String name) throws Exception {
        createTopic();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, name)).get(WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(settings())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                    .all()
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    @Override
    public boolean isThere(String name) throws Exception {
        try (Admin admin = Admin.create(settings())) {
            if (!admin.listTopics()
                    .names()
                    .get(WAIT.toSeconds(), TimeUnit.SECONDS)
                    .contains(TOPIC)) {
                return false;
            }
        }
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            return Waiting.until(WAIT, () -> contains(consumer, name));
        }
    }

    private static boolean contains(KafkaConsumer<String, String> consumer, String name) {
        for (ConsumerRecord<String, String> consumed : consumer.poll(Duration.ofMillis(200))) {
            if (consumed.value().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private Map<String, Object> settings() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                "keepsakes-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest");
    }
}
