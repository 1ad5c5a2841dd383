package dev.seckill.consumer.certify;

import dev.seckill.model.SaleId;
import dev.seckill.proof.text.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The origins of the sales that were asked for a moment ago, also those that have none, so that many who ask for the same sale
 * cost the book no more than one does. Thread-safe.
 */
final class SaleOrigins {

    /** Sales that are remembered; one takes some hundred bytes. */
    static final int KEPT_MAX = 1000;

    /** Trees are signed as often. A sale that was wiped has another origin when it is offered again. */
    static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Function<SaleId, Optional<Origin>> book;
    private final LongSupplier nanoTime;
    private final Map<SaleId, Found> found = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SaleId, Found> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /**
     * Knows none yet.
     *
     * @param book what is asked for the others; empty while a sale has none
     * @param nanoTime a stopwatch
     */
    SaleOrigins(Function<SaleId, Optional<Origin>> book, LongSupplier nanoTime) {
        this.book = Objects.requireNonNull(book, "book");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /** What the book says of the sale, or said a moment ago. */
    Optional<Origin> of(SaleId sale) {
        long now = nanoTime.getAsLong();
        synchronized (found) {
            Found before = found.get(sale);
            if (before != null && now - before.at() < KEPT_NANOS) {
                return before.origin();
            }
        }
        Optional<Origin> origin = book.apply(sale);
        synchronized (found) {
            found.put(sale, new Found(origin, now));
        }
        return origin;
    }

    /** @param at before the book was asked */
    private record Found(Optional<Origin> origin, long at) {}
}
