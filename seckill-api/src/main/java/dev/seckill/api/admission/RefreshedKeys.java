package dev.seckill.api.admission;

import dev.seckill.model.ForeignText;
import dev.seckill.model.log.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads keys in a thread of its own, again and again. What was read last and was good stays until something good follows,
 * so a source that is away, or that somebody broke, changes nothing. Thread-safe.
 */
final class RefreshedKeys implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RefreshedKeys.class);
    private static final long FIRST_PAUSE_MILLIS = 200;
    /** How much sooner than in turn they may be read because a token names a key that is not among them. */
    private static final int SOONER = 10;

    private final KeySource source;
    private final Duration refresh;
    private final Consumer<TokenKeys> readers;
    private final BlockingQueue<Boolean> asked = new ArrayBlockingQueue<>(1);
    private final Thread thread = new Thread(this::run, "buyer-keys");
    private String current;

    /**
     * Begins to read.
     *
     * @param readers get the keys whenever they changed
     */
    RefreshedKeys(KeySource source, Duration refresh, Consumer<TokenKeys> readers) {
        this.source = source;
        this.refresh = refresh;
        this.readers = readers;
        thread.setDaemon(true);
        thread.start();
    }

    /** A token names a key that is not known: it may be a new one. */
    void missed() {
        asked.offer(true);
    }

    private void run() {
        long failures = 0;
        try {
            while (true) {
                boolean isRead = read(failures);
                failures = isRead ? 0 : failures + 1;
                await(isRead ? refresh.toMillis() : pauseMillis(failures));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean read(long failures) throws InterruptedException {
        try {
            String read = source.read();
            if (!read.equals(current)) {
                TokenKeys keys = TokenKeys.ofJwkSet(read);
                current = read;
                readers.accept(keys);
                log.info("buyer keys - read (keys={})", keys.size());
            }
            return true;
        } catch (IOException | RuntimeException e) { // whatever it is, the next reading may succeed
            log.warn(
                    "buyer keys - not read, {} (failures={}, reason={})",
                    current == null ? "tokens get 503" : "those from before stay",
                    failures + 1,
                    ForeignText.shown(Reason.of(e)));
            return false;
        }
    }

    /** Longer each time, but not longer than in turn. */
    private long pauseMillis(long failures) {
        long longer = FIRST_PAUSE_MILLIS << Math.min(failures, 16);
        return Math.min(longer, refresh.toMillis());
    }

    /** Waits, at least a part of the time even if it is asked for. */
    private void await(long millis) throws InterruptedException {
        long least = Math.min(millis, Math.max(FIRST_PAUSE_MILLIS, millis / SOONER));
        TimeUnit.MILLISECONDS.sleep(least);
        asked.poll(millis - least, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
