package dev.seckill.api.live;

import java.time.Duration;
import java.util.function.Supplier;

/** Something that is asked from time to time while somebody wants to know: on a thread of its own, which may wait for it. */
final class Inquiry<T> implements AutoCloseable {

    private final long everyNanos;
    private final LiveThread thread;
    private volatile T newest;
    private volatile boolean isAsking;
    private long askedNanos;

    /**
     * @param name of the thread
     * @param every the least time between two questions
     * @param unknown the answer until there is one
     */
    Inquiry(String name, Duration every, T unknown) {
        this.everyNanos = every.toNanos();
        this.thread = new LiveThread(name);
        this.newest = unknown;
        this.askedNanos = System.nanoTime() - everyNanos;
    }

    /** Asks if it is time to and the answer before has come. Called by one thread. */
    void ask(Supplier<T> question, long now) {
        if (!isAsking && now - askedNanos >= everyNanos) {
            isAsking = true;
            askedNanos = now;
            thread.execute(() -> {
                try {
                    newest = question.get();
                } finally {
                    isAsking = false;
                }
            });
        }
    }

    /** The last answer. */
    T newest() {
        return newest;
    }

    @Override
    public void close() {
        thread.close();
    }
}
