package dev.seckill.consumer.report;

import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Writes all orders of a sale, a part at a time: memory does not grow with their number, and between two parts no
 * connection waits for a slow reader.
 */
public final class OrderExport {

    private static final int PART = 1000;
    /** A part that cannot be read is asked for again, each time after the pool's own wait for a connection. */
    private static final int ATTEMPTS = 5;

    private final Orders orders;
    private final Duration timeout;
    private final LongSupplier nanoTime;

    /** How orders are written down. */
    public enum Format {
        /** RFC 4180, with the names of the columns as the first line. */
        CSV,
        /** An array with one order in each line. */
        JSON
    }

    /** Where the orders come from. */
    @FunctionalInterface
    interface Orders {

        /** The orders with a higher seq, at most so many. */
        Part<OrderView> after(SaleId sale, long seq, int limit);
    }

    /** Did not come to its end in time. */
    public static final class TooSlowException extends IOException {

        private static final long serialVersionUID = 1L;

        TooSlowException(Duration timeout) {
            super("not written within " + timeout);
        }
    }

    /**
     * Exports of one book.
     *
     * @param timeout longest time of one export
     * @param nanoTime a stopwatch
     */
    public OrderExport(BookReads book, Duration timeout, LongSupplier nanoTime) {
        this(book::orders, timeout, nanoTime);
    }

    OrderExport(Orders orders, Duration timeout, LongSupplier nanoTime) {
        this.orders = Objects.requireNonNull(orders, "orders");
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /**
     * Writes them in the order of seq, those that the book has when it comes to their place.
     *
     * @throws StoreUnavailableException if the book cannot be read to its end
     * @throws IOException if they are not taken, or not in time
     */
    public void write(SaleId sale, Format format, Appendable out) throws IOException {
        long beganNanos = nanoTime.getAsLong();
        out.append(format == Format.CSV ? OrderCsv.HEADER : "[");
        boolean isFirst = true;
        for (Long after = 0L; after != null; ) {
            requireTime(beganNanos);
            Part<OrderView> part = read(sale, after);
            for (OrderView order : part.entries()) {
                requireTime(beganNanos); // of each: a slow reader takes long for a part
                if (format == Format.CSV) {
                    OrderCsv.write(out, order);
                } else {
                    out.append(isFirst ? "\n" : ",\n").append(OrderJson.of(order));
                }
                isFirst = false;
            }
            after = part.next();
        }
        if (format == Format.JSON) {
            out.append("\n]\n");
        }
    }

    private void requireTime(long beganNanos) throws TooSlowException {
        if (nanoTime.getAsLong() - beganNanos > timeout.toNanos()) {
            throw new TooSlowException(timeout);
        }
    }

    private Part<OrderView> read(SaleId sale, long after) {
        for (int attempt = 1; ; attempt++) {
            try {
                return orders.after(sale, after, PART);
            } catch (StoreUnavailableException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
