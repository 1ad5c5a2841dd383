package dev.seckill.api.orderlog;

import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens another producer in place of one that will never send again, in a thread of its own and not too often. What the old
 * one had in hand has failed, so it is in the outbox and comes to the new one. Thread-safe.
 */
final class Successor implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Successor.class);
    private static final long PAUSE_MILLIS = 500;

    private final Runnable open;
    private final AtomicBoolean isMaking = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final SparseLine ended = new SparseLine();
    private final SparseLine failed = new SparseLine();

    /** @param open opens a producer and puts it in the place of the one before; throws if it cannot be opened now */
    Successor(Runnable open) {
        this.open = open;
    }

    /** Makes one, unless one is being made. */
    void make(Producer<byte[], byte[]> before, RuntimeException reason) {
        if (closed.getCount() == 0 || !isMaking.compareAndSet(false, true)) {
            return;
        }
        ended.say(times -> log.error(
                "order log - the producer will not send again, another is opened (times={}, reason={})",
                times,
                Reason.of(reason)));
        Thread maker = new Thread(() -> replace(before), "order-log-successor");
        maker.setDaemon(true);
        maker.start();
    }

    private void replace(Producer<byte[], byte[]> before) {
        try {
            open.run();
            before.close(Duration.ZERO);
            log.info("order log - another producer is open");
        } catch (RuntimeException e) {
            failed.say(times -> log.warn(
                    "order log - no other producer yet, trying on (times={}, reason={})", times, Reason.of(e)));
        } finally {
            pause();
            isMaking.set(false);
        }
    }

    private void pause() {
        try {
            if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                log.debug("order log - closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
