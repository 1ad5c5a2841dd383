package dev.seckill.api.warmup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PracticeKafkaTest {

    private static final String TOPIC = "practice";

    @Test
    void acknowledgesWhatTheRealProducerSends() throws Exception {
        try (PracticeKafka kafka = new PracticeKafka(TOPIC);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                sent.add(producer.send(new ProducerRecord<>(TOPIC, ("order " + i).getBytes(US_ASCII))));
            }

            for (Future<RecordMetadata> acknowledged : sent) {
                assertThat(acknowledged.get(30, TimeUnit.SECONDS).topic()).isEqualTo(TOPIC);
            }
        }
    }

    @Test
    void tellsOfItsOneTopic() throws Exception {
        try (PracticeKafka kafka = new PracticeKafka(TOPIC);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).containsExactly(TOPIC);
            assertThat(admin.describeTopics(List.of(TOPIC))
                            .topicNameValues()
                            .get(TOPIC)
                            .get(30, TimeUnit.SECONDS)
                            .partitions())
                    .hasSize(1);
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
            assertThat(admin.describeConfigs(List.of(topic))
                            .values()
                            .get(topic)
                            .get(30, TimeUnit.SECONDS)
                            .get("retention.ms")
                            .value())
                    .isEqualTo("-1");
        }
    }
}
