package dev.seckill.api.orderlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
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

    /** Orders whose searches are remembered, as many as wait at a time; what is forgotten begins anew. */
    static final int UNFINISHED_MAX = 16;

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
    private final Function<Map<String, Object>, Consumer<byte[], byte[]>> connections;
    /** Null before the first search, and after one that failed. */
    private Consumer<byte[], byte[]> consumer;

    /** What was read last of each partition, if it looks at what is near: who asks next often wants a neighbour. */
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> readLast = new HashMap<>();

    private long readNanos;

    /** Those through all of the log whose wait was over, the one that was asked for last at the end. */
    private final Map<OrderId, UnfinishedSearch> unfinished = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OrderId, UnfinishedSearch> eldest) {
            return size() > UNFINISHED_MAX;
        }
    };

    /** @param nanos what time it is, as {@link System#nanoTime} tells it */
    OrderSearch(KafkaSettings settings, Duration wait, boolean isNear, LongSupplier nanos) {
        this(settings, wait, isNear, nanos, KafkaConsumer::new);
    }

    /**
     * The same.
     *
     * @param connections makes one with these settings
     */
    OrderSearch(
            KafkaSettings settings,
            Duration wait,
            boolean isNear,
            LongSupplier nanos,
            Function<Map<String, Object>, Consumer<byte[], byte[]>> connections) {
        this.settings = settings;
        this.wait = wait;
        this.step = wait.compareTo(settings.requestTimeout()) < 0 ? wait : settings.requestTimeout();
        this.isNear = isNear;
        this.nanos = nanos;
        this.connections = connections;
    }

    /**
     * Looks at the messages among which nearly every order stands, which takes some milliseconds.
     *
     * @param wait bound on one search
     */
    public static OrderSearch near(KafkaSettings settings, Duration wait) {
        return new OrderSearch(settings, wait, true, System::nanoTime);
    }

    /**
     * Looks at all that was sent right after, then to the end of the log, since a relay delivers late and never early, and only
     * then at what was sent before by a clock that was behind. Who asks again for what could not be told within the wait has
     * the search go on.
     */
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
                consumer = connections.apply(config());
            }
            return find(id, startNanos);
        } catch (OrderLogUnavailableException e) {
            throw e; // the connection is as good as before
        } catch (TimeoutException e) {
            throw notSearched(e); // so it is here: Kafka's client goes on looking for brokers that answer
        } catch (KafkaException e) {
            drop();
            throw notSearched(e);
        } catch (RuntimeException e) {
            drop();
            throw e;
        }
    }

    private static OrderLogUnavailableException notSearched(KafkaException reason) {
        return new OrderLogUnavailableException("order log - cannot be searched: " + Reason.of(reason), reason);
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
        return isNear ? findNear(id, startNanos) : findAnywhere(id, startNanos);
    }

    private Optional<LoggedEvent> findNear(OrderId id, long startNanos) {
        TopicPartition own = own(id, partitions());
        Map<TopicPartition, Long> begins = offsets(Set.of(own), id.madeAt());
        LogStretch soon = new LogStretch();
        consumer.endOffsets(begins.keySet(), step)
                .forEach((partition, end) -> soon.add(partition, begins.get(partition), end));
        return look(id, soon, soon.left(), soonEnd(id), NEAR_MESSAGES, startNanos);
    }

    /** Goes on where the search for the same order was when its wait was over. */
    private Optional<LoggedEvent> findAnywhere(OrderId id, long startNanos) {
        List<TopicPartition> partitions = partitions();
        UnfinishedSearch search = bounded(id, partitions);
        Optional<LoggedEvent> found = Optional.empty();
        if (!search.isSoonOver()) {
            Set<TopicPartition> own = search.since().left(Set.of(own(id, partitions)));
            found = look(id, search.since(), own, soonEnd(id), Long.MAX_VALUE, startNanos);
            search.endSoon();
        }
        for (LogStretch stretch : List.of(search.since(), search.before())) {
            if (found.isEmpty()) {
                found = look(id, stretch, stretch.left(), Long.MAX_VALUE, Long.MAX_VALUE, startNanos);
            }
        }
        unfinished.remove(id);
        return found;
    }

    /**
     * Says where the search begins and ends in each partition. The ends are asked for first: what was sent since the id was
     * made is either found by its time afterwards, or stands behind the end. A log that is shorter than before is another one,
     * in which nothing has been looked at.
     */
    private UnfinishedSearch bounded(OrderId id, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, step);
        if (unfinished.containsKey(id) && unfinished.get(id).since().isLongerThan(ends)) {
            unfinished.remove(id);
        }
        UnfinishedSearch search = unfinished.computeIfAbsent(id, first -> new UnfinishedSearch());
        List<TopicPartition> added = partitions.stream()
                .filter(partition -> !search.since().has(partition))
                .toList();
        if (!added.isEmpty()) {
            Map<TopicPartition, Long> since = offsets(added, id.madeAt());
            Map<TopicPartition, Long> before = offsets(added, id.madeAt().minus(BEHIND));
            for (TopicPartition partition : added) {
                long begin = since.getOrDefault(partition, ends.get(partition));
                search.since().add(partition, begin, begin);
                search.before().add(partition, before.getOrDefault(partition, begin), begin);
            }
        }
        search.since().extend(ends);
        return search;
    }

    /**
     * Looks at what is left of a part of the log.
     *
     * @param in partitions in which something is left; changed
     * @param last after which a partition is left alone, in milliseconds since 1970
     * @param most messages, about
     */
    private Optional<LoggedEvent> look(
            OrderId id, LogStretch stretch, Set<TopicPartition> in, long last, long most, long startNanos) {
        byte[] key = key(id);
        consumer.assign(in);
        consumer.resume(in);
        in.forEach(partition -> consumer.seek(partition, stretch.begin(partition)));
        long looked = 0;
        while (!in.isEmpty() && looked < most) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            if (isNear) {
                polled.partitions().forEach(partition -> readLast.put(partition, polled.records(partition)));
                readNanos = nanos.getAsLong();
            }
            Set<TopicPartition> over = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> message : polled) {
                Optional<LoggedEvent> found = accepted(message, key, id);
                if (found.isPresent()) {
                    return found;
                }
                if (last < message.timestamp()) {
                    over.add(new TopicPartition(message.topic(), message.partition()));
                }
            }
            looked += polled.count();
            in.forEach(partition -> stretch.lookedAt(partition, consumer.position(partition)));
            in.removeAll(over);
            in.retainAll(stretch.left(in));
            consumer.pause(consumer.assignment().stream()
                    .filter(partition -> !in.contains(partition))
                    .toList());
            requireTime(in, startNanos);
        }
        return Optional.empty();
    }

    /** After a look at least, however long the questions before it took: or who asks again and again would come to no end. */
    private void requireTime(Set<TopicPartition> in, long startNanos) {
        if (!in.isEmpty() && nanos.getAsLong() - startNanos > wait.toNanos()) {
            throw new OrderLogUnavailableException("order log - not searched to its end within " + wait, null);
        }
    }

    private List<TopicPartition> partitions() {
        int count = consumer.partitionsFor(settings.topic(), step).size();
        if (count == 0) {
            throw new OrderLogUnavailableException.NoTopic(settings.topic());
        }
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(settings.topic(), partition))
                .toList();
    }

    /** The one in which it stands as a rule: a topic that has grown has some of its orders elsewhere. */
    private static TopicPartition own(OrderId id, List<TopicPartition> partitions) {
        return partitions.get(Utils.toPositive(Utils.murmur2(key(id))) % partitions.size());
    }

    private static long soonEnd(OrderId id) {
        return id.madeAt().plus(NEAR).toEpochMilli();
    }

    /** The first message from then on in each of them that has one. */
    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, Instant from) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, Math.max(0, from.toEpochMilli())));
        Map<TopicPartition, Long> found = new HashMap<>();
        consumer.offsetsForTimes(times, step).forEach((partition, first) -> {
            if (first != null) {
                found.put(partition, first.offset());
            }
        });
        return found;
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
            unfinished.clear(); // it may be another log that is there next
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
