package dev.seckill.consumer.parking;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many messages are parked and not sent back. Kafka is asked for positions, not for messages, at most once a second, and
 * never for longer than a moment: if it does not answer, the last count stays, and then there is none. Thread-safe.
 */
public final class ParkedCount implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedCount.class);
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long WAIT_MILLIS = 250;

    private final ParkingSettings settings;
    private final LongSupplier nanoTime;
    /** Null until the first question. */
    private Admin admin;

    private CompletableFuture<Long> asked;
    private long askedNanos;
    private OptionalLong known = OptionalLong.empty();
    private long knownNanos;

    /**
     * The count of one parked topic, which need not be there.
     *
     * @param nanoTime a stopwatch
     */
    public ParkedCount(ParkingSettings settings, LongSupplier nanoTime) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /** The newest count; empty if Kafka has told none for half a minute. */
    public OptionalLong now() {
        try {
            remember(question().get(WAIT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("parked-count - kafka did not tell", e);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt(); // the server stops, and its last replies need no newer count
        }
        return known();
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(settings.ackWait());
        }
    }

    private synchronized void remember(long count) {
        known = OptionalLong.of(count);
        knownNanos = askedNanos;
    }

    private synchronized OptionalLong known() {
        return nanoTime.getAsLong() - knownNanos > KNOWN_NANOS ? OptionalLong.empty() : known;
    }

    /** The question that is under way or was answered a moment ago, otherwise a new one. */
    private synchronized CompletableFuture<Long> question() {
        long now = nanoTime.getAsLong();
        if (asked == null || asked.isDone() && now - askedNanos >= AGAIN_NANOS) {
            if (admin == null) {
                admin = settings.connection()
                        .open(Admin::create, settings.connection().properties(settings.ackWait()));
            }
            askedNanos = now;
            asked = ask(admin);
        }
        return asked;
    }

    private CompletableFuture<Long> ask(Admin kafka) {
        return kafka.describeTopics(List.of(settings.topic()))
                .topicNameValues()
                .get(settings.topic())
                .toCompletionStage()
                .thenCompose(topic -> positions(kafka, topic))
                .exceptionally(failure -> orElse(failure, UnknownTopicOrPartitionException.class, 0L))
                .toCompletableFuture();
    }

    private CompletableFuture<Long> positions(Admin kafka, TopicDescription topic) {
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> last = new HashMap<>();
        topic.partitions().forEach(partition -> {
            first.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.earliest());
            last.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
        });
        CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> replayed = kafka.listConsumerGroupOffsets(
                        ReplayMemory.group(topic.name()))
                .partitionsToOffsetAndMetadata()
                .toCompletionStage()
                .exceptionally(failure -> orElse(failure, GroupIdNotFoundException.class, Map.of()))
                .toCompletableFuture();
        CompletableFuture<Map<TopicPartition, ListOffsetsResultInfo>> begins =
                kafka.listOffsets(first).all().toCompletionStage().toCompletableFuture();
        return kafka.listOffsets(last)
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenCombine(begins, (ends, from) -> Map.entry(from, ends))
                .thenCombine(replayed, (span, sent) -> count(span.getKey(), span.getValue(), sent));
    }

    private static long count(
            Map<TopicPartition, ListOffsetsResultInfo> begins,
            Map<TopicPartition, ListOffsetsResultInfo> ends,
            Map<TopicPartition, OffsetAndMetadata> replayed) {
        return ends.entrySet().stream()
                .mapToLong(end -> new ReplayPosition(
                                replayed.get(end.getKey()),
                                begins.get(end.getKey()).offset())
                        .waiting(end.getValue().offset()))
                .sum();
    }

    /** What there is instead if Kafka does not know of such a thing. */
    private static <T> T orElse(Throwable failure, Class<? extends KafkaException> unknown, T instead) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (unknown.isInstance(cause)) {
            return instead;
        }
        throw failure instanceof CompletionException known ? known : new CompletionException(failure);
    }
}
