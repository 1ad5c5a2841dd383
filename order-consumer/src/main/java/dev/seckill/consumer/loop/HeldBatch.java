package dev.seckill.consumer.loop;

import dev.seckill.consumer.parking.ParkedMessage;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The messages of one poll until their offsets may be committed. Each is first unstored or to be parked, then done. While it
 * is with the intake it belongs to that thread, else to the poll thread; the poll thread alone starts it and awaits it.
 */
final class HeldBatch {

    private final List<DecodedMessage> unstored = new ArrayList<>();
    private final List<ParkedMessage> unparked = new ArrayList<>();
    private final Map<TopicPartition, OffsetAndMetadata> next;
    private Instant oldest;
    /** What {@link #size} tells. */
    private volatile int size;
    /** Partitions that went to someone else while the intake was at work. */
    private final Set<TopicPartition> gone = new HashSet<>();
    /** Ends when the intake is through; null if the batch is not with it. */
    private CompletableFuture<Void> taking;

    /** A message and the event that it carries. */
    record DecodedMessage(ConsumerRecord<byte[], byte[]> message, SaleEvent event) {}

    /** @param next where each partition goes on once the batch is done */
    HeldBatch(Map<TopicPartition, OffsetAndMetadata> next) {
        this.next = new HashMap<>(next);
    }

    /** When the oldest of its events was decided; null without any. Poll thread only. */
    Instant oldest() {
        return oldest;
    }

    void toStore(ConsumerRecord<byte[], byte[]> message, SaleEvent event) {
        oldest = oldest == null || event.at().isBefore(oldest) ? event.at() : oldest;
        unstored.add(new DecodedMessage(message, event));
        size++;
    }

    void toPark(ParkedMessage message) {
        unparked.add(message);
        size++;
    }

    void start(Runnable take, Executor intakeThreads) {
        taking = CompletableFuture.runAsync(take, intakeThreads);
    }

    boolean isStarted() {
        return taking != null;
    }

    /** Whether the intake is through with it, be it by failing. */
    boolean isTaken() {
        return taking.isDone();
    }

    /** Whether the intake is at work on it right now. */
    boolean isAtWork() {
        return isStarted() && !isTaken();
    }

    /**
     * Waits until the intake is through, at most so long; if it failed, throws what it threw, and the batch may be started
     * again.
     *
     * @return whether the intake is through
     */
    boolean awaitTaken(Duration wait) {
        try {
            taking.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException atWork) {
            return false;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            taking = null;
            forget(gone);
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // a Runnable declares nothing else
        }
    }

    /**
     * Forgets messages of partitions that now belong to someone else, who will get them again. Those that the intake is
     * at work on are not tried a second time.
     */
    int drop(Collection<TopicPartition> partitions) {
        next.keySet().removeAll(partitions);
        if (isAtWork()) {
            gone.addAll(partitions);
            return 0;
        }
        return forget(partitions);
    }

    private int forget(Collection<TopicPartition> partitions) {
        int before = size;
        unstored.removeIf(decoded -> partitions.contains(partitionOf(decoded.message())));
        unparked.removeIf(parked -> partitions.contains(partitionOf(parked.message())));
        size = unstored.size() + unparked.size();
        return before - size;
    }

    List<DecodedMessage> unstored() {
        return unstored;
    }

    List<ParkedMessage> unparked() {
        return unparked;
    }

    /** All unstored messages are stored now, but for these. */
    void stored(List<ParkedMessage> refused) {
        unstored.clear();
        unparked.addAll(refused);
        size = unparked.size();
    }

    void parked() {
        unparked.clear();
        size = unstored.size();
    }

    /** Where each partition goes on once the batch is done; empty if nobody waits for that any more. */
    Map<TopicPartition, OffsetAndMetadata> next() {
        return Map.copyOf(next);
    }

    /** Messages that are neither stored nor parked. Any thread. */
    int size() {
        return size;
    }

    private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> message) {
        return new TopicPartition(message.topic(), message.partition());
    }
}
