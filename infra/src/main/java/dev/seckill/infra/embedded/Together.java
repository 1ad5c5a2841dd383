package dev.seckill.infra.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts the parts of a stack, each on a thread of its own: all of them or none. */
final class Together {

    private final String threadName;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Part<?>> parts = new ArrayList<>();

    Together(String threadName) {
        this.threadName = threadName;
    }

    private record Part<T>(CompletableFuture<T> starting, Consumer<T> end) {

        /** Ends it if it did start. */
        RuntimeException endOrFailure() {
            try {
                end.accept(starting.join());
                return null;
            } catch (CompletionException e) {
                return e.getCause() instanceof RuntimeException known ? known : e;
            }
        }
    }

    /**
     * Begins to start a part.
     *
     * @param end ends it if another part does not start
     */
    <T> Supplier<T> start(Supplier<T> start, Consumer<T> end) {
        CompletableFuture<T> starting = CompletableFuture.supplyAsync(start, this::onOwnThread);
        parts.add(new Part<>(starting, end));
        return starting::join;
    }

    private void onOwnThread(Runnable start) {
        Thread thread = new Thread(start, threadName);
        threads.add(thread);
        thread.start();
    }

    /** Returns when all have started; otherwise all are ended, and the first failure is thrown. */
    void await() {
        CompletableFuture<?> all =
                CompletableFuture.allOf(parts.stream().map(Part::starting).toArray(CompletableFuture[]::new));
        try {
            all.get();
        } catch (ExecutionException e) {
            throw endAll(null);
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            all.exceptionally(failed -> null).join(); // this wait is not interrupted
            Thread.currentThread().interrupt();
            throw endAll(new IllegalStateException("interrupted while the servers started", e));
        }
    }

    private RuntimeException endAll(RuntimeException first) {
        RuntimeException failure = first;
        for (Part<?> part : parts) {
            RuntimeException own = part.endOrFailure();
            if (own != null && failure == null) {
                failure = own;
            } else if (own != null) {
                failure.addSuppressed(own);
            }
        }
        return failure;
    }
}
