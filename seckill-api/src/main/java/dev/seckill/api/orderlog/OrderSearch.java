package dev.seckill.api.orderlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Finds the message of an accepted order. An order's id tells when it was made, and its message was sent right after that, so
 * it stands where the log was then; what a relay delivered stands further on. Belongs to no consumer group and commits nothing.
 * Connects when it is first asked. Used by one thread.
 */
public final class OrderSearch implements AutoCloseable {

    /** How long after its id was made a message may have been sent to be near. */
    private static final Duration NEAR = Duration.ofSeconds(10);

    /** Messages that are near at most, about: ids that were made up in a rush keep nobody waiting. */
    static final int NEAR_MESSAGES = 1000;

    /** How much the clock of who sent it may have been behind that of who made the id. */
    private static final Duration BEHIND = Duration.ofHours(1);

    /** Some 90 messages: as a rule the one that is wanted is among them. */
    private static final int NEAR_BYTES = 32 * 1024;

    /** How long what was read is worth a second look; the log may lose what it had. */
    private static final Duration READ_AGAIN = Duration.ofSeconds(10);

    private static final int FAR_BYTES = 1024 * 1024;
    private static final int POLL_RECORDS = 500;
    private static final Duration POLL = Duration.ofMillis(100);

    /** All is there already. A fetch ahead that waited at the log's end for more would hold the next search up. */
    private static final int FETCH_WAIT_MILLIS = 10;

    private final KafkaSettings settings;
    private final Duration wait;
    /** Bound on each question, because they all have to be answered within the wait. */
    private final Duration step;

    private final boolean isNear;
    private final LongSupplier nanos;
    /** Null before the first search, and after one that failed. */
    private KafkaConsumer<byte[], byte[]> consumer;

    /** What was read last of each partition, if it looks at what is near: who asks next often wants a neighbour. */
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> readLast = new HashMap<>();

    private long readNanos;

    /** @param nanos what time it is, as {@link System#nanoTime} tells it */
    OrderSearch(KafkaSettings settings, Duration wait, boolean isNear, LongSupplier nanos) {
        this.settings = settings;
        this.wait = wait;
        this.step = wait.compareTo(settings.requestTimeout()) < 0 ? wait : settings.requestTimeout();
        this.isNear = isNear;
        this.nanos = nanos;
    }

    /**
     * Looks at the messages among which nearly every order stands, which takes some milliseconds.
     *
     * @param wait bound on one search
     */
    public static OrderSearch near(KafkaSettings settings, Duration wait) {
        return new OrderSearch(settings, wait, true, System::nanoTime);
    }

    /** Looks at all that was sent right after, then to the end of the log, from where the order can stand at the earliest. */
    public static OrderSearch anywhere(KafkaSettings settings, Duration wait) {
        return new OrderSearch(settings, wait, false, System::nanoTime);
    }

    /**
     * The order's event.
     *
     * @return empty if it does not stand there
     * @throws OrderLogUnavailableException if that cannot be told within the wait
     */
    public Optional<LoggedEvent> find(OrderId id) {
        long startNanos = nanos.getAsLong();
        if (startNanos - readNanos > READ_AGAIN.toNanos()) {
            readLast.clear();
        }
        Optional<LoggedEvent> again = findAgain(id);
        if (again.isPresent()) {
            return again;
        }
        try {
            if (consumer == null) {
                consumer = new KafkaConsumer<>(config());
            }
            return find(id, startNanos);
        } catch (OrderLogUnavailableException e) {
            throw e; // the connection is as good as before
        } catch (KafkaException e) {
            drop();
            throw new OrderLogUnavailableException("order log - cannot be searched: " + Reason.of(e), e);
        } catch (RuntimeException e) {
            drop();
            throw e;
        }
    }

    private Optional<LoggedEvent> findAgain(OrderId id) {
        byte[] key = key(id);
        return readLast.values().stream()
                .flatMap(List::stream)
                .flatMap(message -> accepted(message, key, id).stream())
                .findFirst();
    }

    private static byte[] key(OrderId id) {
        return id.toString().getBytes(US_ASCII);
    }

    private Optional<LoggedEvent> find(OrderId id, long startNanos) {
        if (isNear) {
            return find(id, true, NEAR_MESSAGES, startNanos);
        }
        Optional<LoggedEvent> found = find(id, true, Long.MAX_VALUE, startNanos);
        return found.isPresent() ? found : find(id, false, Long.MAX_VALUE, startNanos);
    }

    /**
     * Looks at one part of the log.
     *
     * @param isSoon whether at what was sent right after the id was made; otherwise at all
     * @param most messages, about
     */
    private Optional<LoggedEvent> find(OrderId id, boolean isSoon, long most, long startNanos) {
        byte[] key = key(id);
        List<TopicPartition> partitions = partitions(key, isSoon);
        Map<TopicPartition, Long> ends =
                place(partitions, isSoon ? id.madeAt() : id.madeAt().minus(BEHIND));
        long last = isSoon ? id.madeAt().plus(NEAR).toEpochMilli() : Long.MAX_VALUE;
        long looked = 0;
        while (!ends.isEmpty() && looked < most) {
            if (nanos.getAsLong() - startNanos > wait.toNanos()) {
                throw new OrderLogUnavailableException("order log - not searched to its end within " + wait, null);
            }
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            if (isNear) {
                polled.partitions().forEach(partition -> readLast.put(partition, polled.records(partition)));
                readNanos = nanos.getAsLong();
            }
            for (ConsumerRecord<byte[], byte[]> message : polled) {
                Optional<LoggedEvent> found = accepted(message, key, id);
                if (found.isPresent()) {
                    return found;
                }
                if (last < message.timestamp()) {
                    ends.remove(new TopicPartition(message.topic(), message.partition()));
                }
            }
            looked += polled.count();
            ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            consumer.pause(consumer.assignment().stream()
                    .filter(partition -> !ends.containsKey(partition))
                    .toList());
        }
        return Optional.empty();
    }

    /** Those in which it can stand: a topic that has grown has some of its orders elsewhere. */
    private List<TopicPartition> partitions(byte[] key, boolean isSoon) {
        int count = consumer.partitionsFor(settings.topic(), step).size();
        if (count == 0) {
            throw new OrderLogUnavailableException.NoTopic(settings.topic());
        }
        if (isSoon) {
            return List.of(new TopicPartition(settings.topic(), Utils.toPositive(Utils.murmur2(key)) % count));
        }
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(settings.topic(), partition))
                .toList();
    }

    /** Has the consumer start with what was sent then; returns the ends of those partitions that have something from then on. */
    private Map<TopicPartition, Long> place(List<TopicPartition> partitions, Instant from) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, from.toEpochMilli())));
        Map<TopicPartition, Long> begins = new HashMap<>();
        consumer.offsetsForTimes(times, step).forEach((partition, begin) -> {
            if (begin != null) {
                begins.put(partition, begin.offset());
            }
        });
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(begins.keySet(), step));
        ends.entrySet().removeIf(end -> begins.get(end.getKey()) >= end.getValue());
        consumer.assign(ends.keySet());
        consumer.resume(ends.keySet());
        ends.keySet().forEach(partition -> consumer.seek(partition, begins.get(partition)));
        return ends;
    }

    private static Optional<LoggedEvent> accepted(ConsumerRecord<byte[], byte[]> message, byte[] key, OrderId id) {
        if (!Arrays.equals(message.key(), key)) {
            return Optional.empty();
        }
        LoggedEvent[] found = new LoggedEvent[1];
        OddMessages.readAgain(message, event -> found[0] = event);
        return Optional.ofNullable(found[0])
                .filter(logged -> logged.event() instanceof SaleEvent.Accepted accepted
                        && accepted.orderId().equals(id));
    }

    private void drop() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            consumer = null;
            readLast.clear();
        }
    }

    private Map<String, Object> config() {
        int bytes = isNear ? NEAR_BYTES : FAR_BYTES;
        return settings.connection()
                .asking(Map.ofEntries(
                        Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, "seckill-api-receipts"),
                        Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                        Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                        Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                        Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS),
                        Map.entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * bytes),
                        Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, bytes),
                        Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS),
                        Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class),
                        Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, OrderValueDeserializer.class)));
    }

    @Override
    public void close() {
        drop();
    }
}
