package dev.seckill.consumer.report;

import dev.seckill.consumer.store.BookQueries;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Reads what the book has of a sale, a bounded part at a time, so that no reader holds a connection for longer than one
 * statement takes. Each method throws {@link dev.seckill.consumer.store.StoreUnavailableException} if the book cannot be
 * read now. Thread-safe.
 */
public final class BookReads {

    private static final String KNOWS =
            "SELECT EXISTS(SELECT 1 FROM sales WHERE sale = ?) OR EXISTS(SELECT 1 FROM orders WHERE sale = ?)";

    private static final String ACCEPTED_AS =
            "SELECT no FROM events WHERE order_id = ? AND sale = ? AND kind = 'ACCEPTED'";

    private final BookQueries book;
    private final Clock clock;

    /** @param clock says when a report is made */
    public BookReads(BookQueries book, Clock clock) {
        this.book = Objects.requireNonNull(book, "book");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Whether anything was ever stored of this sale. */
    public boolean knows(SaleId sale) {
        return book.all(KNOWS, row -> row.getBoolean(1), sale.value(), sale.value())
                .get(0);
    }

    /** The order, if the book has it and it is of this sale. */
    public Optional<OrderView> order(SaleId sale, OrderId id) {
        return book
                .all(
                        OrderView.SELECT + " WHERE order_id = ? AND sale = ?",
                        OrderView::read,
                        id.toString(),
                        sale.value())
                .stream()
                .findFirst();
    }

    /** The number of the event that accepted the order, if the book has that. */
    public Optional<Long> acceptedAs(SaleId sale, OrderId id) {
        return book.all(ACCEPTED_AS, row -> row.getLong(1), id.toString(), sale.value()).stream()
                .findFirst();
    }

    /** The orders with a higher seq, at most so many. */
    public Part<OrderView> orders(SaleId sale, long afterSeq, int limit) {
        return part(
                book.all(
                        OrderView.SELECT + " WHERE sale = ? AND seq > ? ORDER BY seq LIMIT ?",
                        OrderView::read,
                        sale.value(),
                        afterSeq,
                        limit + 1),
                limit,
                OrderView::seq);
    }

    /** The entries of the journal with a higher number, at most so many. */
    public Part<EventView> events(SaleId sale, long afterNo, int limit) {
        return part(
                book.all(
                        EventView.SELECT + " WHERE sale = ? AND no > ? ORDER BY no LIMIT ?",
                        EventView::read,
                        sale.value(),
                        afterNo,
                        limit + 1),
                limit,
                EventView::no);
    }

    /** As {@link #events}, but only those about the sale itself and not about one of its orders. Few, and found by an index. */
    public Part<EventView> changes(SaleId sale, long afterNo, int limit) {
        return part(
                book.all(
                        EventView.SELECT + " WHERE sale = ? AND no > ? AND order_id IS NULL ORDER BY no LIMIT ?",
                        EventView::read,
                        sale.value(),
                        afterNo,
                        limit + 1),
                limit,
                EventView::no);
    }

    /**
     * The figures of a sale as JSON.
     *
     * @param names what buyers are called; null: as they call themselves
     */
    public String report(SaleId sale, ReportBound bound, BuyerNames names) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SaleReport report = book.atOneMoment(
                bound.time(),
                snapshot -> new ReportQueries(snapshot, sale, bound.ordersMax(), clock)
                        .report(buyer -> names == null ? buyer : names.of(sale, buyer)));
        return ReportJson.of(report, at, names == null ? "buyer" : "buyerHash");
    }

    /** One more than the part has tells that there are more. */
    private static <T> Part<T> part(List<T> found, int limit, ToLongFunction<T> number) {
        if (found.size() <= limit) {
            return new Part<>(found, null);
        }
        List<T> entries = found.subList(0, limit);
        return new Part<>(entries, number.applyAsLong(entries.get(limit - 1)));
    }
}
