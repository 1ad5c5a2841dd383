package dev.seckill.consumer.status;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every few seconds whether the order book answers, and how much is parked, so that figures can tell without asking.
 * Thread-safe.
 */
public final class BackendWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackendWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Runnable storeCheck;
    private final Supplier<OptionalLong> parkedCount;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread named = new Thread(work, "backend-watch");
        named.setDaemon(true);
        return named;
    });
    private volatile boolean storeUp;
    private volatile OptionalLong parked = OptionalLong.empty();

    /**
     * Begins to ask.
     *
     * @param storeCheck throws if the order book is away; within a bound
     * @param parkedCount empty if it cannot be told; within a bound
     */
    public BackendWatch(Runnable storeCheck, Supplier<OptionalLong> parkedCount) {
        this.storeCheck = Objects.requireNonNull(storeCheck, "storeCheck");
        this.parkedCount = Objects.requireNonNull(parkedCount, "parkedCount");
        thread.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            storeCheck.run();
            storeUp = true;
        } catch (RuntimeException away) {
            storeUp = false;
            LOG.debug("backend-watch - order book is away", away);
        }
        try {
            parked = parkedCount.get();
        } catch (RuntimeException unknown) {
            parked = OptionalLong.empty();
            LOG.debug("backend-watch - nobody knows how much is parked", unknown);
        }
    }

    /** Whether the order book answered when it was asked last; false before. */
    public boolean isStoreUp() {
        return storeUp;
    }

    /** How many messages are parked; empty if nobody knows. */
    public OptionalLong parked() {
        return parked;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
