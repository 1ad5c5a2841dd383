package dev.seckill.api.orderlog;

import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether the topic is still the one that was found. One that was deleted and made anew has another
 * id, and one that ends before a message which it has acknowledged has lost its end. In both cases orders whose buyers
 * read "accepted" may be gone, so nothing more is decided here until somebody who knows starts the instance again.
 */
final class TopicWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration DOUBT_EVERY = Duration.ofSeconds(1);

    private final KafkaSettings settings;
    private final Function<Map<String, Object>, Admin> admins;
    private final AcknowledgedOffsets acknowledged = new AcknowledgedOffsets();
    private final Semaphore due = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "order-log-watch");
    private volatile boolean replaced;
    private volatile boolean closed;
    private Uuid id; // of the topic that was found
    private boolean inDoubt;
    private boolean missing;

    TopicWatch(KafkaSettings settings) {
        this(settings, Admin::create);
    }

    TopicWatch(KafkaSettings settings, Function<Map<String, Object>, Admin> admins) {
        this.settings = settings;
        this.admins = admins;
        thread.setDaemon(true);
    }

    /** Looks from now on whether the topic is still the one with this id. */
    void begin(Uuid topicId) {
        id = topicId;
        thread.start();
    }

    /** The topic has acknowledged a message. To be called by one thread, that of the producer. */
    void acknowledged(int partition, long offset) {
        if (acknowledged.goesBack(partition, offset)) {
            due.release(); // which no log does that goes on; the look tells why
        }
    }

    /** Whether the topic is another one than at first, or shorter than it was. */
    boolean isReplaced() {
        return replaced;
    }

    private void run() {
        while (!closed && !replaced) {
            try (Admin admin = admins.apply(settings.connection().asking(Map.of()))) {
                while (!closed && !replaced) {
                    look(admin);
                    due.tryAcquire((inDoubt ? DOUBT_EVERY : EVERY).toMillis(), TimeUnit.MILLISECONDS);
                    due.drainPermits();
                }
            } catch (KafkaException e) {
                log.debug("order log - no look at its topic", e);
                pauseAfterFailure();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** No address of any broker is known. */
    private void pauseAfterFailure() {
        try {
            TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void look(Admin admin) throws InterruptedException {
        try {
            // First what was acknowledged, then where the log ends: so nothing can come in between.
            Map<Integer, Long> highest = acknowledged.highest();
            Uuid now = TopicIds.of(admin, settings).topicId();
            missing = false;
            if (TopicIds.differ(id, now)) {
                tell("topic " + settings.topic() + " was made anew (was=" + id + ", is=" + now + ")");
            } else {
                lookAtTheEnds(admin, highest);
            }
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException && !missing) {
                missing = true;
                log.warn("order log - there is no topic any more (topic={})", settings.topic());
            }
            log.debug("order log - no look at its topic", e); // an outage, which those who send tell of
        }
    }

    private void lookAtTheEnds(Admin admin, Map<Integer, Long> highest)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        highest.keySet()
                .forEach(partition -> asked.put(new TopicPartition(settings.topic(), partition), OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(asked).all().get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        boolean wasInDoubt = inDoubt;
        inDoubt = false;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            long written = highest.get(end.getKey().partition());
            if (end.getValue().offset() <= written) {
                inDoubt = true;
                if (wasInDoubt) { // seen twice, so it is not a leader that had just begun
                    tell(end.getKey() + " has lost its end (acknowledged=" + written + ", end="
                            + end.getValue().offset() + ")");
                    return;
                }
            }
        }
    }

    private void tell(String what) {
        replaced = true;
        log.error("order log - nothing is decided any more: {}", Reason.of(new LogReplacedException(what)));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
