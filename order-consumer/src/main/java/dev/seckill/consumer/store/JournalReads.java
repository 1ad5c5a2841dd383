package dev.seckill.consumer.store;

import dev.seckill.consumer.store.BookQueries.Snapshot;
import dev.seckill.model.SaleId;
import java.sql.SQLException;
import java.util.function.Consumer;

/** The journal of one sale and what the tables say of it, all of one moment, row by row. */
public final class JournalReads {

    private final Snapshot book;
    private final SaleId sale;

    /** Reads of a book that is held still. */
    public JournalReads(Snapshot book, SaleId sale) {
        this.book = book;
        this.sale = sale;
    }

    /** Each entry, in the order of the numbers. */
    public void entries(Consumer<JournalEntry> each) throws SQLException {
        book.each(of("e.sale", JournalEntry.SELECT), row -> each.accept(JournalEntry.read(row)), sale.value());
    }

    /** The id of each order that has a number under which the journal has no such order. */
    public void strays(Consumer<String> each) throws SQLException {
        book.each(of("o.sale", JournalEntry.SELECT_STRAYS), row -> each.accept(row.getString(2)), sale.value());
    }

    /** What the book says of the sale, if it says anything. */
    public void row(Consumer<SaleRow> each) throws SQLException {
        book.each(of("s.sale", SaleRow.SELECT), row -> each.accept(SaleRow.read(row)), sale.value());
    }

    private static String of(String column, String select) {
        return select.replace(OrderBookReader.OF_SALE, " AND " + column + " = ?");
    }
}
