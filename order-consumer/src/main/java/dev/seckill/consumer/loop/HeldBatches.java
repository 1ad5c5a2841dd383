package dev.seckill.consumer.loop;

import dev.seckill.consumer.parking.ParkingUnavailableException;
import dev.seckill.consumer.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The batches between poll and commit, in the order in which they were polled. Several may be with the intake at once, but
 * only the first can be finished, so that no offset is committed while a message before it is neither stored nor parked.
 * Poll thread only.
 */
public final class HeldBatches {

    private final OrderIntake intake;
    private final Executor intakeThreads;
    private final int most;
    private final LongSupplier nanoTime;
    private final Deque<HeldBatch> batches = new ArrayDeque<>();

    /**
     * Holds nothing yet.
     *
     * @param intakeThreads where batches are stored and parked while the poll thread goes on
     * @param most how many batches to hold before reading stops, at least 1
     */
    public HeldBatches(OrderIntake intake, Executor intakeThreads, int most, LongSupplier nanoTime) {
        this.intake = Objects.requireNonNull(intake, "intake");
        this.intakeThreads = Objects.requireNonNull(intakeThreads, "intakeThreads");
        this.most = most;
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    void add(ConsumerRecords<byte[], byte[]> polled) {
        if (!polled.nextOffsets().isEmpty()) {
            batches.add(intake.decode(polled));
        }
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Whether the first batch is with the intake, finished or not. */
    boolean isFirstStarted() {
        return !batches.isEmpty() && batches.element().isStarted();
    }

    /** Whether the intake is still at work on the first batch, and there is room for another one. */
    boolean mayReadAhead() {
        return isFirstStarted() && batches.element().isAtWork() && batches.size() < most;
    }

    /** Hands the first batch to the intake, unless it is there. */
    void startFirst() {
        start(batches.element());
    }

    /** Hands all batches to the intake that are not there. */
    void startAll() {
        batches.forEach(this::start);
    }

    private void start(HeldBatch batch) {
        if (!batch.isStarted()) {
            batch.start(() -> intake.take(batch), intakeThreads);
        }
    }

    /**
     * Waits until the intake is through with the first batch, which is then held no longer. If it failed, waits for the others
     * too, so that the next attempts begin with none at work.
     *
     * @param wait longest wait for all of them together
     * @return where its partitions go on; empty if the intake is still at work on it after the wait
     * @throws StoreUnavailableException if it must be tried again; it stays the first
     * @throws ParkingUnavailableException if it must be tried again; it stays the first
     */
    Optional<Map<TopicPartition, OffsetAndMetadata>> finishFirst(Duration wait) {
        long deadlineNanos = nanoTime.getAsLong() + wait.toNanos();
        try {
            if (!batches.element().awaitTaken(wait)) {
                return Optional.empty();
            }
        } catch (StoreUnavailableException | ParkingUnavailableException away) {
            batches.forEach(batch -> settle(batch, deadlineNanos));
            throw away;
        }
        return Optional.of(batches.remove().next());
    }

    private void settle(HeldBatch batch, long deadlineNanos) {
        try {
            if (batch.isStarted()) {
                batch.awaitTaken(Duration.ofNanos(Math.max(0, deadlineNanos - nanoTime.getAsLong())));
            }
        } catch (StoreUnavailableException | ParkingUnavailableException away) {
            // As for the first one: it will be started again.
        }
    }

    /** Forgets messages of partitions that now belong to someone else. */
    int drop(Collection<TopicPartition> partitions) {
        int dropped = 0;
        for (HeldBatch batch : batches) {
            dropped += batch.drop(partitions);
        }
        batches.removeIf(batch -> batch.next().isEmpty() && !batch.isAtWork());
        return dropped;
    }

    /** When the oldest event was decided of batches that are held; null without any. */
    Instant oldest() {
        return batches.stream()
                .map(HeldBatch::oldest)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Messages held, also those that the intake is at work on. */
    int size() {
        return batches.stream().mapToInt(HeldBatch::size).sum();
    }
}
