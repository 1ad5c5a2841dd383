package dev.seckill.api.live;

import dev.seckill.api.sale.SaleSeen;
import java.time.Instant;
import java.util.Map;

/** What those are told who watch one sale. Used by one thread. */
final class SaleStream {

    final Audience audience = new Audience();

    final LookPace pace;

    private Map<String, Object> told;
    private Instant toldAt;

    /** @param now of the stopwatch */
    SaleStream(long now) {
        this.pace = new LookPace(now);
    }

    /** Tells it if it is news. */
    void saw(Map<String, Object> sale, SaleSeen seen) {
        long now = System.nanoTime();
        pace.saw(seen, now);
        if (told == null || Changes.differ(told, sale)) {
            pace.news(now);
            keep(sale, seen);
            audience.tell(message());
        }
    }

    /** The same for somebody who joins next, and is told it in any case, unless something newer was told. */
    void joins(Map<String, Object> sale, SaleSeen seen) {
        if (told != null && seen.at().isBefore(toldAt)) {
            return;
        }
        saw(sale, seen);
        if (told != sale) {
            keep(sale, seen);
            audience.keep(message());
        }
    }

    private void keep(Map<String, Object> sale, SaleSeen seen) {
        told = sale;
        toldAt = seen.at();
    }

    private byte[] message() {
        return Message.event("sale", told);
    }
}
