package dev.seckill.api.redis;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** Has something read anew in the background, once at a time: now and then, and sooner where it is in doubt. Thread-safe. */
final class Refresh {

    private static final Logger log = LoggerFactory.getLogger(Refresh.class);

    private final Runnable reading;
    private final Duration every;
    private final Duration inDoubt;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean doubted;
    private volatile long startedNanos;
    private volatile long endedNanos;

    /**
     * One that is due at once.
     *
     * @param every how old what was read may get
     * @param inDoubt the same while something fails
     * @param threads where it is read
     */
    Refresh(Runnable reading, Duration every, Duration inDoubt, Executor threads, LongSupplier nanoTime) {
        this.reading = reading;
        this.every = every;
        this.inDoubt = inDoubt;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.startedNanos = nanoTime.getAsLong() - every.toNanos();
        this.endedNanos = startedNanos - Duration.ofDays(1).toNanos();
    }

    /** When the last reading ended, with whatever success. */
    long endedNanos() {
        return endedNanos;
    }

    /** It is to be read soon. */
    void doubt() {
        doubted = true;
        startIfDue();
    }

    /** Starts a reading if it is time for one; never waits for it. */
    void startIfDue() {
        long since = nanoTime.getAsLong() - startedNanos;
        boolean due = since >= (doubted ? inDoubt : every).toNanos();
        if (due && running.compareAndSet(false, true)) {
            startedNanos = nanoTime.getAsLong();
            doubted = false;
            threads.execute(this::read);
        }
    }

    private void read() {
        try {
            reading.run();
        } catch (JedisException e) {
            doubted = true;
            log.debug("redis - could not ask where the masters are", e);
        } finally {
            endedNanos = nanoTime.getAsLong();
            running.set(false);
        }
    }
}
