package dev.seckill.api.publish;

import dev.seckill.api.stock.LoggedSeq;
import dev.seckill.api.stock.OutboxEntry;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order log of a practice sale: a topic of its own that is removed at the end, so that Kafka's client is warm too
 * before the first order. If Kafka does not take orders in time, every order counts as logged and none is kept, and
 * one such log does for several sales.
 */
public final class PracticeLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PracticeLog.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final KafkaSettings settings;
    private final KafkaOrderLog kafka;
    private final BooleanSupplier stopAsked;
    private final boolean used;

    /**
     * Makes the topic, or gives up on Kafka.
     *
     * @param settings of the order log, but with the name of the topic to make
     * @param wait how long to wait for Kafka at the most
     * @param stopAsked whether to wait no longer
     */
    public PracticeLog(KafkaSettings settings, Duration wait, BooleanSupplier stopAsked) {
        this.settings = settings;
        this.kafka = new KafkaOrderLog(settings);
        this.stopAsked = stopAsked;
        this.used = becomesReady(wait);
        if (!used) {
            kafka.close();
        }
    }

    private boolean becomesReady(Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (!kafka.isReady() && System.nanoTime() - deadline < 0 && !stopAsked.getAsBoolean()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return kafka.isReady();
    }

    /** Whether orders go to Kafka. */
    public boolean isUsed() {
        return used;
    }

    /** Where orders go; belongs to this. */
    public OrderLog orderLog() {
        return used ? kafka : new KeepsNothing();
    }

    /** What this log knows of a sale; without Kafka that is nothing. */
    public LoggedSeq loggedSeq(SaleId sale) {
        return used ? new KafkaLoggedSeq(sale, settings) : () -> LoggedSeq.NONE;
    }

    /** Every order counts as logged at once. */
    private static final class KeepsNothing implements OrderLog {

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void append(OutboxEntry entry, Acknowledgement acknowledgement) {
            acknowledgement.logged();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /**
     * Removes the topic. If Kafka was given up this goes on in the background, unless the process is about to end: the
     * topic may have been made after all.
     */
    @Override
    public void close() {
        if (used) {
            kafka.close();
        }
        if (used || stopAsked.getAsBoolean()) {
            remove();
        } else {
            Thread remover = new Thread(this::remove, "practice-topic");
            remover.setDaemon(true);
            remover.start();
        }
    }

    private void remove() {
        int millis = Math.toIntExact(settings.requestTimeout().toMillis());
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis))) {
            admin.deleteTopics(List.of(settings.topic())).all().get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                log.warn("warm-up - its topic may stay behind (topic={}, reason={})", settings.topic(), Reason.of(e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
