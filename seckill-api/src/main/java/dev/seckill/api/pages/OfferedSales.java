package dev.seckill.api.pages;

import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The ids of all sales but rehearsals in their order, asked for by one page load at a time for all others. Thread-safe. */
public final class OfferedSales {

    private final Supplier<? extends Collection<SaleId>> sales;
    private final long ageNanos;
    private final LongSupplier nanoTime;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known;

    /** What came of asking; {@code failure} is null if they came. */
    private record Known(long since, List<SaleId> ids, RuntimeException failure) {}

    /**
     * Knows none yet.
     *
     * @param sales all that there are; may block
     * @param age after which they are asked for again
     * @param nanoTime a stopwatch
     */
    public OfferedSales(Supplier<? extends Collection<SaleId>> sales, Duration age, LongSupplier nanoTime) {
        this.sales = sales;
        this.ageNanos = age.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Asks for them again if that is long ago; may block. Whoever finds another one asking goes on with what was known
     * before.
     *
     * @throws RuntimeException if they could not be asked for the last time
     */
    public void refresh() {
        Known last = known;
        if (last == null) {
            asking.lock();
        }
        if (last == null || isOld(last) && asking.tryLock()) {
            try {
                known = known == last ? ask() : known;
            } finally {
                asking.unlock();
            }
        }
        if (known.failure != null) {
            throw known.failure;
        }
    }

    private boolean isOld(Known last) {
        return nanoTime.getAsLong() - last.since >= ageNanos;
    }

    private Known ask() {
        try {
            List<SaleId> ids = sales.get().stream()
                    .filter(sale -> !sale.isRehearsal())
                    .sorted(Comparator.comparing(SaleId::value))
                    .toList();
            return new Known(nanoTime.getAsLong(), ids, null);
        } catch (RuntimeException e) {
            return new Known(nanoTime.getAsLong(), List.of(), e);
        }
    }

    /**
     * Those behind an id, as they were asked for last.
     *
     * @param most so many at most
     */
    public List<SaleId> after(String id, int most) {
        return known.ids.stream()
                .filter(sale -> sale.value().compareTo(id) > 0)
                .limit(most)
                .toList();
    }
}
