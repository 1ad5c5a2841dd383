package dev.seckill.api.pages;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What things are like, looked at once for all who open a page within a moment: a crowd that reloads costs the buyers
 * beside it next to nothing. Thread-safe.
 *
 * @param <K> what is looked at
 * @param <V> what is seen
 */
public final class SharedLooks<K, V> {

    private final Function<K, CompletableFuture<V>> look;
    private final long ageNanos;
    private final LongSupplier nanoTime;
    private final Map<K, Look<V>> looks;

    /**
     * None yet.
     *
     * @param look looks at a thing, without waiting
     * @param age after which a look is not shared any more, from its beginning
     * @param most looks that are remembered; past it the one that nobody asked for longest is forgotten
     * @param nanoTime a stopwatch
     */
    public SharedLooks(Function<K, CompletableFuture<V>> look, Duration age, int most, LongSupplier nanoTime) {
        this.look = look;
        this.ageNanos = age.toNanos();
        this.nanoTime = nanoTime;
        this.looks = new LinkedHashMap<>(16, 0.75f, true) {

            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Look<V>> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * One look, with the pages that were made of it.
     *
     * @param <V> what is seen
     */
    public static final class Look<V> {

        private final long since;
        private final CompletableFuture<V> seen;
        private final Map<Object, PageBody> pages = new ConcurrentHashMap<>();

        private Look(long since, CompletableFuture<V> seen) {
            this.since = since;
            this.seen = seen;
        }

        /** Completes with what was seen, or exceptionally if that is not known. */
        public CompletableFuture<V> seen() {
            return seen;
        }

        /**
         * A page, made once.
         *
         * @param which one of those that show this look
         */
        public PageBody page(Object which, Supplier<PageBody> made) {
            return pages.computeIfAbsent(which, missing -> made.get());
        }
    }

    /** A look that is new enough; a new one if there is none. One that is not over yet is shared however long it takes. */
    public synchronized Look<V> of(K key) {
        long now = nanoTime.getAsLong();
        Look<V> known = looks.get(key);
        if (known != null && (!known.seen.isDone() || now - known.since < ageNanos)) {
            return known;
        }
        Look<V> begun = new Look<>(now, look.apply(key));
        looks.put(key, begun);
        return begun;
    }
}
