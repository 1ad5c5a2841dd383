package dev.seckill.consumer.loop;

import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls also while Kafka refuses who this program is, or what it asks for: that can be mended while the program runs, so it
 * is told once, and tried again and again. Poll thread only.
 */
public final class RefusedPoll {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedPoll.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final String who;
    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final Consumer<String> away;
    private final Runnable back;
    private boolean isRefused;

    /**
     * For one consumer.
     *
     * @param who begins the lines
     * @param away gets the reason, each time
     * @param back runs when Kafka refuses no longer
     */
    public RefusedPoll(
            String who,
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            Consumer<String> away,
            Runnable back) {
        this.who = Objects.requireNonNull(who, "who");
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.away = Objects.requireNonNull(away, "away");
        this.back = Objects.requireNonNull(back, "back");
    }

    /** The same as the consumer's own, but nothing, after a pause, while Kafka refuses. */
    public ConsumerRecords<byte[], byte[]> poll(Duration wait) {
        try {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(wait);
            accepted();
            return polled;
        } catch (AuthenticationException | AuthorizationException e) {
            refused(Reason.of(e));
            return new ConsumerRecords<>(Map.of(), Map.of());
        }
    }

    private void accepted() {
        if (isRefused) {
            isRefused = false;
            LOG.info("{} - Kafka refuses no longer", who);
            back.run();
        }
    }

    private void refused(String reason) {
        away.accept("kafka: refuses (" + reason + ")");
        if (!isRefused) {
            isRefused = true;
            LOG.error("{} - Kafka refuses, trying on (reason={})", who, reason);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }
}
