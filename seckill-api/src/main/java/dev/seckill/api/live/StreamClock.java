package dev.seckill.api.live;

import dev.seckill.api.config.LiveSettings;
import dev.seckill.model.log.SparseLine;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What streams have in common: a thread on which all that they do is done, and a clock that ticks while somebody watches, at
 * which news are sought, silent connections get a comment and slow viewers are dropped.
 */
final class StreamClock implements AutoCloseable {

    /** A connection that is gone shows only when something is sent; until then it has a seat. */
    private static final long COMMENT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final Logger log = LoggerFactory.getLogger(StreamClock.class);

    private final LiveSettings settings;
    private final LongSupplier lifeNanos;
    private final Runnable news;
    private final Supplier<Iterable<Audience>> audiences;
    private final LiveThread thread;
    private final SparseLine late = new SparseLine();
    private ScheduledFuture<?> ticking;
    private long commentedNanos;
    private boolean isClosed;

    /**
     * @param lifeNanos how long a stream may last
     * @param news seeks it, at each tick
     * @param audiences all that there are
     */
    StreamClock(
            String name,
            LiveSettings settings,
            LongSupplier lifeNanos,
            Runnable news,
            Supplier<Iterable<Audience>> audiences) {
        this.settings = settings;
        this.lifeNanos = lifeNanos;
        this.news = news;
        this.audiences = audiences;
        this.thread = new LiveThread(name);
    }

    /** The thread. */
    Executor thread() {
        return thread;
    }

    /** @param audience finds it, on the thread */
    void join(Viewer viewer, Supplier<Audience> audience) {
        boolean isTaken = thread.isTaken(() -> {
            if (isClosed) {
                viewer.close();
                return;
            }
            Audience joined = audience.get();
            viewer.end().thenRunAsync(() -> joined.leave(viewer), thread);
            joined.join(viewer, System.nanoTime() + lifeNanos.getAsLong());
            if (ticking == null) {
                commentedNanos = System.nanoTime();
                ticking = thread.repeat(this::tick, settings.every());
            }
        });
        if (!isTaken) {
            viewer.close();
        }
    }

    private void tick() {
        boolean isWatched = false;
        long dropped = 0;
        long now = System.nanoTime();
        boolean isCommentDue = now - commentedNanos >= COMMENT_NANOS;
        for (Audience audience : audiences.get()) {
            audience.endOld(now);
            dropped += audience.dropLate(now, settings.writeWait().toNanos());
            if (isCommentDue) {
                audience.tellSilent(Message.COMMENT);
            }
            isWatched |= !audience.isEmpty();
        }
        if (dropped > 0) {
            long viewers = dropped;
            late.say(
                    times -> log.info("live - dropped viewers who do not read (times={}, viewers={})", times, viewers));
        }
        commentedNanos = isCommentDue ? now : commentedNanos;
        news.run();
        if (!isWatched) {
            ticking.cancel(false);
            ticking = null;
        }
    }

    /** Ends all streams, and the thread. */
    @Override
    public void close() {
        thread.execute(() -> {
            isClosed = true;
            audiences.get().forEach(Audience::close);
        });
        thread.close();
    }
}
