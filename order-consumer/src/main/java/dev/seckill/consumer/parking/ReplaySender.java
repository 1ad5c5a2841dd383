package dev.seckill.consumer.parking;

import dev.seckill.consumer.topic.TopicUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Sends parked messages back to where they came from, as they stood there. */
final class ReplaySender implements AutoCloseable {

    /** Messages sent before the position is remembered. */
    private static final int CHUNK = 500;

    private final String target;
    private final Producer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    ReplaySender(ParkingSettings settings, String target) {
        this.target = target;
        this.producer = ParkingProducer.open(settings);
    }

    void send(ConsumerRecord<byte[], byte[]> message) {
        sent.add(producer.send(
                new ProducerRecord<>(target, null, message.key(), message.value(), ParkedHeaders.without(message))));
    }

    /** Whether it is time to wait for what was sent. */
    boolean isFull() {
        return sent.size() == CHUNK;
    }

    /** @throws TopicUnavailableException if Kafka does not take everything */
    void awaitSent() {
        try {
            for (Future<RecordMetadata> one : sent) {
                // Bounded by the producer's delivery timeout.
                one.get();
            }
            sent.clear();
        } catch (ExecutionException | KafkaException e) {
            throw new TopicUnavailableException("kafka: cannot send to " + target + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
