package dev.seckill.consumer.parking;

import dev.seckill.consumer.topic.HeaderText;
import dev.seckill.consumer.topic.IgnoredMessages;
import dev.seckill.consumer.topic.TopicReader;
import dev.seckill.consumer.topic.TopicUnavailableException;
import dev.seckill.model.LogPosition;
import dev.seckill.model.OrderLogNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Lists parked messages and sends them back to the order log, each origin once: what was replayed is remembered as the
 * position of a consumer group of its own. A run that dies between sending and remembering sends again; the order book
 * takes that as a duplicate.
 */
public final class ParkedMessages {

    /** Messages sent before the position is remembered. */
    private static final int CHUNK = 500;

    private final ParkingSettings settings;
    private final String orderLog;
    private final Duration patience;
    private final IgnoredMessages ignored;

    /**
     * A parked message in a list.
     *
     * @param origin where it stood on the order log, as text; its own place if it does not say
     * @param parkedAt when it was parked
     * @param state whether it was sent back, in this run or before
     */
    public record Entry(String origin, Instant parkedAt, String reason, State state) {}

    /** What became of a parked message. */
    public enum State {
        /** Not sent back yet. */
        WAITING,
        /** Sent back, in this run or before. */
        REPLAYED,
        /** Too long to be parked whole, so it cannot be sent back. */
        CUT
    }

    /**
     * What a run did.
     *
     * @param cut messages that were not sent back because only a part of them is parked
     * @param refused those of them that this run was asked for
     */
    public record Summary(long parked, long replayedBefore, long replayedNow, long cut, long refused) {}

    /**
     * The messages of the parked topic that the settings name.
     *
     * @param patience longest wait for Kafka
     * @param ignored what is neither listed nor sent back
     */
    public ParkedMessages(ParkingSettings settings, String orderLog, Duration patience, IgnoredMessages ignored) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.orderLog = Objects.requireNonNull(orderLog, "orderLog");
        this.patience = Objects.requireNonNull(patience, "patience");
        this.ignored = Objects.requireNonNull(ignored, "ignored");
    }

    /** The group that remembers what was replayed from the parked topic. */
    static String replayGroup(String parkedTopic) {
        return parkedTopic + ".replay";
    }

    /** Hands over each parked message up to the end as it is now. */
    public Summary list(Consumer<Entry> each) {
        return new Run(each, null, origin -> false).run();
    }

    /**
     * Sends back what was not sent back yet.
     *
     * @param only the one origin to send back; null for all
     * @throws TopicUnavailableException if Kafka does not take everything; what it took may be sent again next time
     */
    public Summary replay(LogPosition only, Consumer<Entry> each) {
        try (Producer<byte[], byte[]> producer = ParkingProducer.open(settings)) {
            return new Run(
                            each,
                            producer,
                            origin -> only == null || only.toString().equals(origin))
                    .run();
        }
    }

    /** Which origins are to be sent back. */
    private interface Choice {
        boolean takes(String origin);
    }

    /** One pass over the parked topic. */
    private final class Run {

        private final Consumer<Entry> each;
        private final Producer<byte[], byte[]> producer;
        private final Choice choice;
        private final Map<TopicPartition, ReplayPosition> positions = new HashMap<>();
        private final Map<TopicPartition, OffsetAndMetadata> remembered = new HashMap<>();
        private final Set<String> replayedOrigins = new HashSet<>();
        private final List<Future<RecordMetadata>> sent = new ArrayList<>();
        private long parked;
        private long replayedBefore;
        private long replayedNow;
        private long cut;
        private long refused;

        Run(Consumer<Entry> each, Producer<byte[], byte[]> producer, Choice choice) {
            this.each = each;
            this.producer = producer;
            this.choice = choice;
        }

        Summary run() {
            String topic = settings.topic();
            try (TopicReader reader =
                    new TopicReader(settings.connection(), topic, replayGroup(topic), patience, ignored)) {
                Set<TopicPartition> partitions = reader.partitions();
                Map<TopicPartition, Long> begins = reader.begins(partitions);
                remembered.putAll(reader.committed(partitions));
                begins.forEach((partition, begin) ->
                        positions.put(partition, new ReplayPosition(remembered.get(partition), begin)));
                reader.read(begins, reader.ends(partitions), message -> {
                    take(message);
                    if (sent.size() == CHUNK) {
                        remember(reader);
                    }
                });
                remember(reader);
            }
            return new Summary(parked, replayedBefore, replayedNow, cut, refused);
        }

        private void take(ConsumerRecord<byte[], byte[]> message) {
            parked++;
            String origin = originOf(message);
            ReplayPosition position = positions.get(new TopicPartition(message.topic(), message.partition()));
            if (message.headers().lastHeader(OrderLogNames.PARKED_CUT_HEADER) != null) {
                cut++;
                refused += choice.takes(origin) ? 1 : 0;
                // Else it would keep the position from moving on for ever.
                position.add(message.offset());
                tell(message, origin, State.CUT);
                return;
            }
            // A crash of the consumer can park a message twice; its second copy counts as replayed with the first.
            boolean before = position.contains(message.offset()) || replayedOrigins.contains(origin);
            boolean now = !before && choice.takes(origin);
            if (now) {
                sent.add(producer.send(original(message)));
                replayedNow++;
            }
            if (before) {
                replayedBefore++;
            }
            if (before || now) {
                position.add(message.offset());
                replayedOrigins.add(origin);
            }
            tell(message, origin, before || now ? State.REPLAYED : State.WAITING);
        }

        private void tell(ConsumerRecord<byte[], byte[]> message, String origin, State state) {
            each.accept(new Entry(
                    origin,
                    Instant.ofEpochMilli(message.timestamp()),
                    HeaderText.of(message, OrderLogNames.PARKED_REASON_HEADER).orElse("unknown"),
                    state));
        }

        private void remember(TopicReader reader) {
            if (producer == null) {
                return;
            }
            awaitSent();
            Map<TopicPartition, OffsetAndMetadata> changed = new HashMap<>();
            positions.forEach((partition, position) -> {
                OffsetAndMetadata now = position.toCommit();
                if (!now.equals(remembered.put(partition, now))) {
                    changed.put(partition, now);
                }
            });
            if (!changed.isEmpty()) {
                reader.commit(changed);
            }
        }

        private void awaitSent() {
            try {
                for (Future<RecordMetadata> one : sent) {
                    // Bounded by the producer's delivery timeout.
                    one.get();
                }
                sent.clear();
            } catch (ExecutionException | KafkaException e) {
                throw new TopicUnavailableException("kafka: cannot send to " + orderLog + ": " + e.getMessage(), e);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }

        private ProducerRecord<byte[], byte[]> original(ConsumerRecord<byte[], byte[]> message) {
            Headers headers = new RecordHeaders(message.headers().toArray());
            headers.remove(OrderLogNames.PARKED_REASON_HEADER);
            headers.remove(OrderLogNames.PARKED_FROM_HEADER);
            return new ProducerRecord<>(orderLog, null, message.key(), message.value(), headers);
        }
    }

    /** The origin that the message names; one that somebody else put there is named by its own place. */
    private static String originOf(ConsumerRecord<byte[], byte[]> message) {
        return Origin.of(message)
                .orElseGet(() -> new LogPosition(message.topic(), message.partition(), message.offset()))
                .toString();
    }
}
