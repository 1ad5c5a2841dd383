package dev.seckill.api.live;

import dev.seckill.model.SaleId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What those are told who watch everything, or the same few sales. Used by one thread. */
final class OverviewStream {

    /** So long the first message waits for all sales to be looked at. */
    private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);

    final Audience audience = new Audience();

    /** The sales that are watched; empty: all. */
    final Set<SaleId> only;

    private final long sinceNanos = System.nanoTime();
    private Map<String, Object> told;

    OverviewStream(Set<SaleId> only) {
        this.only = only;
    }

    /** Whether there is enough to tell. */
    boolean isReady(Collection<WatchedSale> sales, boolean isListed, long now) {
        boolean isKnown = isListed && sales.stream().allMatch(WatchedSale::isLooked);
        return told != null || isKnown || now - sinceNanos > FIRST_NANOS;
    }

    /** Tells it if it is news. */
    void saw(Map<String, Object> overview) {
        if (told == null || Changes.differ(told, overview)) {
            told = overview;
            audience.tell(Message.event("live", overview));
        }
    }
}
