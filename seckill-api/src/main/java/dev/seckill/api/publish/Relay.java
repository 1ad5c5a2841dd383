package dev.seckill.api.publish;

import dev.seckill.api.stock.OutboxEntry;
import dev.seckill.api.stock.RedisOutbox;
import dev.seckill.model.OrderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers orders that stay in the outbox: those that could not be sent, those of a past life of this instance, and
 * those of instances that died. Several relays may send the same order; the order book removes duplicates.
 */
public final class Relay implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    private final RedisOutbox outbox;
    private final OutboxDelivery delivery;
    private final Settings settings;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "relay");
    private boolean away;

    /**
     * The relay's bounds.
     *
     * @param interval time between two looks at the outbox, give or take a tenth
     * @param after age from which an order is adopted; longer than any instance takes to deliver or to read back
     * @param batchMax orders adopted in one look
     */
    public record Settings(Duration interval, Duration after, int batchMax) {}

    /** Starts; the outbox belongs to the relay from now on and is closed with it. */
    public Relay(RedisOutbox outbox, OutboxDelivery delivery, Settings settings, Clock clock) {
        this.outbox = outbox;
        this.delivery = delivery;
        this.settings = settings;
        this.clock = clock;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed.await(pauseMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            outbox.close();
        }
    }

    private long pauseMillis() {
        long interval = settings.interval().toMillis();
        return interval - interval / 10 + ThreadLocalRandom.current().nextLong(interval / 5 + 1);
    }

    private void look() {
        try {
            Instant now = clock.instant();
            outbox.beat(now, delivery.unlogged());
            List<OutboxEntry> old = outbox.madeBefore(now.minus(settings.after()), settings.batchMax());
            if (!old.isEmpty()) {
                log.info(
                        "relay - delivering orders that stayed in the outbox (orders={}, first={})",
                        old.size(),
                        old.get(0).order().orderId());
                old.forEach(delivery::redeliver);
            }
            List<OrderId> failed = delivery.failed();
            if (!failed.isEmpty()) {
                delivery.forget(outbox.missing(failed));
            }
            away = false;
        } catch (RuntimeException e) {
            if (!away) {
                log.warn("relay - cannot look at the outbox, trying on (reason={})", e.getMessage());
            }
            away = true;
        }
    }

    /** Stops looking, after the look that is under way. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(settings.after().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
