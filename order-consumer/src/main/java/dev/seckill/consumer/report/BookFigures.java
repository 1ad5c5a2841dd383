package dev.seckill.consumer.report;

import dev.seckill.consumer.report.SaleReport.Tally;
import dev.seckill.consumer.store.BookQueries;
import dev.seckill.consumer.store.BookQueries.Snapshot;
import dev.seckill.model.SaleId;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * What the book has of some sales, for who looks again and again. A sale is counted anew at most every 250 ms, and at most
 * every ten times as long as its count took, so that looking costs MySQL a tenth of a core at the most. Thread-safe.
 */
public final class BookFigures {

    /** Most sales that are asked for at once. */
    public static final int SALES_MAX = 100;

    private static final long AGE_MIN_NANOS = Duration.ofMillis(250).toNanos();
    private static final int REST = 10;
    private static final int KEPT_MAX = 10 * SALES_MAX;

    private static final String SALES = ":sales";
    private static final String ORDERS =
            "SELECT sale, state, COUNT(*), SUM(quantity) FROM orders WHERE sale IN (:sales) GROUP BY sale, state";
    private static final String EVENTS =
            "SELECT sale, COUNT(*), MAX(no) FROM events WHERE sale IN (:sales) GROUP BY sale";

    private final BookQueries book;
    private final Duration timeout;
    private final Clock clock;
    private final LongSupplier nanoTime;
    /** The one that was counted longest ago comes first. */
    private final Map<SaleId, Counted> kept = new LinkedHashMap<>();

    /**
     * What the book has of a sale; all zero if it has nothing.
     *
     * @param events entries of its journal
     * @param lastNo the highest number of them
     * @param orders by state
     */
    record SaleFigures(long events, long lastNo, Map<String, Tally> orders) {

        Tally of(String state) {
            return orders.getOrDefault(state, Tally.NONE);
        }

        Tally accepted() {
            return orders.values().stream().reduce(Tally.NONE, Tally::plus);
        }
    }

    /** @param at when the oldest of them was counted */
    record Figures(Instant at, Map<SaleId, SaleFigures> sales) {}

    private record Counted(SaleFigures figures, Instant at, long atNanos, long tookNanos) {

        boolean isFresh(long nowNanos) {
            return nowNanos - atNanos < Math.max(AGE_MIN_NANOS, REST * tookNanos);
        }
    }

    /**
     * Figures of one book.
     *
     * @param timeout longest time of one count
     * @param clock says when it was
     * @param nanoTime a stopwatch
     */
    public BookFigures(BookQueries book, Duration timeout, Clock clock, LongSupplier nanoTime) {
        this.book = Objects.requireNonNull(book, "book");
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /**
     * What the book has of these sales. One counts at a time; who comes meanwhile waits for it.
     *
     * @throws dev.seckill.consumer.store.StoreUnavailableException if the book does not answer
     */
    synchronized Figures of(Collection<SaleId> sales) {
        long now = nanoTime.getAsLong();
        List<SaleId> old = sales.stream()
                .distinct()
                .filter(sale -> !kept.containsKey(sale) || !kept.get(sale).isFresh(now))
                .toList();
        if (!old.isEmpty()) {
            count(old, now);
        }
        Map<SaleId, SaleFigures> figures = new LinkedHashMap<>();
        Instant oldest = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (SaleId sale : sales) {
            Counted counted = kept.get(sale);
            figures.put(sale, counted.figures());
            oldest = counted.at().isBefore(oldest) ? counted.at() : oldest;
        }
        while (kept.size() > KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
        return new Figures(oldest, figures);
    }

    private void count(List<SaleId> sales, long beganNanos) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Map<String, SaleFigures> found = book.atOneMoment(timeout, snapshot -> count(snapshot, sales));
        long now = nanoTime.getAsLong();
        for (SaleId sale : sales) {
            kept.remove(sale); // so that it comes last
            SaleFigures figures = found.getOrDefault(sale.value(), new SaleFigures(0, 0, Map.of()));
            kept.put(sale, new Counted(figures, at, now, now - beganNanos));
        }
    }

    private static Map<String, SaleFigures> count(Snapshot snapshot, List<SaleId> sales) throws SQLException {
        String places = String.join(", ", Collections.nCopies(sales.size(), "?"));
        Object[] ids = sales.stream().map(SaleId::value).toArray();
        Map<String, Map<String, Tally>> orders = new HashMap<>();
        snapshot.each(
                ORDERS.replace(SALES, places),
                row -> orders.computeIfAbsent(row.getString(1), sale -> new HashMap<>())
                        .put(row.getString(2), new Tally(row.getLong(3), row.getLong(4))),
                ids);
        Map<String, SaleFigures> found = new HashMap<>();
        orders.forEach((sale, states) -> found.put(sale, new SaleFigures(0, 0, states)));
        snapshot.each(
                EVENTS.replace(SALES, places),
                row -> found.put(
                        row.getString(1),
                        new SaleFigures(
                                row.getLong(2), row.getLong(3), orders.getOrDefault(row.getString(1), Map.of()))),
                ids);
        return found;
    }
}
