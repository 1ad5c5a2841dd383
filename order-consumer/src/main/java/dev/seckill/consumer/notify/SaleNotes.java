package dev.seckill.consumer.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.consumer.notify.SaleWatch.Stage;
import dev.seckill.consumer.parking.ParkingProducer;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.consumer.parking.ParkingUnavailableException;
import dev.seckill.consumer.topic.HeaderText;
import dev.seckill.consumer.topic.IgnoredMessages;
import dev.seckill.consumer.topic.TopicReader;
import dev.seckill.model.LogPosition;
import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent.SaleChanged;
import dev.seckill.model.log.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps how far the shop was told of each sale in a topic of which Kafka keeps the last message for each sale. Any number of
 * threads.
 */
final class SaleNotes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SaleNotes.class);

    private static final String STAGE = "stage";
    private static final String UNTIL = "until";
    private static final String PLACE = "place";

    private final ParkingSettings settings;
    private final String group;
    private final Producer<byte[], byte[]> producer;

    /**
     * Notes in the topic that the settings name.
     *
     * @param group in whose name they are read; it is not joined
     */
    SaleNotes(ParkingSettings settings, String group) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.group = Objects.requireNonNull(group, "group");
        this.producer = ParkingProducer.open(settings);
    }

    /**
     * Keeps one. When it returns, Kafka has it.
     *
     * @throws ParkingUnavailableException if that is not sure
     */
    void keep(SaleWatch watch) throws InterruptedException {
        ProducerRecord<byte[], byte[]> note = new ProducerRecord<>(
                settings.topic(), watch.rules().sale().value().getBytes(US_ASCII), EventCodec.encode(watch.rules()));
        note.headers()
                .add(STAGE, watch.stage().name().getBytes(US_ASCII))
                .add(UNTIL, watch.until().toString().getBytes(US_ASCII))
                .add(PLACE, watch.place().toString().getBytes(US_ASCII));
        try {
            producer.send(note).get(settings.ackWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new ParkingUnavailableException("kafka: cannot note a sale on " + settings.topic(), e);
        }
    }

    /**
     * Those of sales whose rules stand in these partitions of the order log.
     *
     * @throws dev.seckill.consumer.topic.TopicUnavailableException if Kafka does not answer
     */
    Collection<SaleWatch> read(Set<Integer> logPartitions) {
        Map<String, SaleWatch> newest = new HashMap<>();
        try (TopicReader reader = new TopicReader(
                settings.connection(), settings.topic(), group, settings.ackWait(), IgnoredMessages.NONE)) {
            Set<TopicPartition> partitions = reader.partitions();
            reader.read(
                    reader.begins(partitions),
                    reader.ends(partitions),
                    message -> parse(message)
                            .ifPresent(watch -> newest.put(watch.rules().sale().value(), watch)));
        }
        newest.values().removeIf(watch -> !logPartitions.contains(watch.place().partition()));
        return newest.values();
    }

    @Override
    public void close() {
        producer.close(settings.ackWait());
    }

    /** Empty of what somebody else wrote. */
    private static Optional<SaleWatch> parse(ConsumerRecord<byte[], byte[]> message) {
        try {
            if (EventCodec.decode(message.value()) instanceof SaleChanged rules) {
                return Optional.of(new SaleWatch(
                        rules,
                        LogPosition.parse(header(message, PLACE)),
                        Stage.valueOf(header(message, STAGE)),
                        Instant.parse(header(message, UNTIL))));
            }
        } catch (UndecodableOrderException | IllegalArgumentException | DateTimeException e) {
            LOG.warn(
                    "webhooks - passed what is no note of a sale (offset={}, reason={})",
                    message.offset(),
                    Reason.of(e));
        }
        return Optional.empty();
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        return HeaderText.of(message, name).orElse("");
    }
}
