package dev.seckill.consumer.parking;

import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Parks messages on a Kafka topic, key, value and headers as they were read, with two headers more: the reason and the
 * origin; and a third if something was cut. The topic is created before the first message if it is missing.
 */
public final class KafkaParkingLot implements ParkingLot, AutoCloseable {

    private final ParkingSettings settings;
    private final Producer<byte[], byte[]> producer;
    private final Function<Map<String, Object>, Admin> admins;
    private boolean topicIsThere;

    /** A parking lot with a producer of its own; works also while Kafka is away. */
    public KafkaParkingLot(ParkingSettings settings) {
        this(settings, Admin::create);
    }

    KafkaParkingLot(ParkingSettings settings, Function<Map<String, Object>, Admin> admins) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.admins = Objects.requireNonNull(admins, "admins");
        this.producer = ParkingProducer.open(settings);
    }

    @Override
    public void park(List<ParkedMessage> messages) {
        try {
            createTopicOnce();
            long deadlineNanos = System.nanoTime() + settings.ackWait().toNanos();
            List<Future<RecordMetadata>> sent = new ArrayList<>(messages.size());
            for (ParkedMessage message : messages) {
                sent.add(producer.send(recordFor(message)));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException e) {
            throw unavailable(e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Waits for what is under way and closes the producer. */
    @Override
    public void close() {
        producer.close(settings.ackWait());
    }

    private ProducerRecord<byte[], byte[]> recordFor(ParkedMessage parked) {
        return new ProducerRecord<>(
                settings.topic(), null, parked.message().key(), parked.message().value(), ParkedHeaders.of(parked));
    }

    private void createTopicOnce() throws InterruptedException, ExecutionException, TimeoutException {
        if (topicIsThere) {
            return;
        }
        Admin admin = admins.apply(settings.connection().properties(settings.ackWait()));
        try {
            ParkedTopic.make(admin, settings);
        } finally {
            admin.close(Duration.ZERO);
        }
        topicIsThere = true;
    }

    private ParkingUnavailableException unavailable(Throwable cause) {
        return new ParkingUnavailableException(
                "kafka: cannot park on " + settings.topic() + ": "
                        + (cause.getMessage() == null ? "no answer within " + settings.ackWait() : Reason.of(cause)),
                cause);
    }
}
