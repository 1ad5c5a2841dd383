package dev.seckill.consumer.store;

import dev.seckill.model.SaleId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Reads the order book, row by row, without holding it in memory. */
public final class OrderBookReader {

    /** No such table, no such database: a book that nobody has opened yet is empty. */
    private static final Set<Integer> NO_BOOK = Set.of(1146, SqlFailure.UNKNOWN_DATABASE);

    /** The same, or no such column: an older program has made the book. */
    private static final Set<Integer> OLDER_BOOK = Set.of(1054, 1146, SqlFailure.UNKNOWN_DATABASE);

    /** Where a select narrows its rows down to one sale. */
    static final String OF_SALE = " /* of the sale */";

    private final DataSource dataSource;
    private final MySqlSettings settings;
    private final SaleId only;
    /** Null: as the data source says. */
    private final Duration timeout;

    /**
     * A reader of one book.
     *
     * @param dataSource stays open
     * @param settings those of the data source, for messages
     * @param only the sale whose rows are read; null for all
     */
    public OrderBookReader(DataSource dataSource, MySqlSettings settings, SaleId only) {
        this(dataSource, settings, only, null);
    }

    /** The same, each of whose reads may take so long, whatever the data source says. */
    public OrderBookReader(DataSource dataSource, MySqlSettings settings, SaleId only, Duration timeout) {
        this.timeout = timeout;
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.only = only;
    }

    /**
     * Hands over each row: the order id as it is stored, and the rest.
     *
     * @return false if there is no book yet, neither database nor table
     * @throws StoreUnavailableException if the book cannot be read to its end
     */
    public boolean read(BiConsumer<String, StoredOrder> each) {
        return read(OrderRows.SELECT, "sale", NO_BOOK, row -> each.accept(row.getString(1), OrderRows.read(row)));
    }

    /**
     * Hands over each entry of the journal, sale after sale, in the order of the numbers.
     *
     * @return false if the book keeps no journal, as those of older programs
     * @throws StoreUnavailableException if the book cannot be read to its end
     */
    public boolean readJournal(Consumer<JournalEntry> each) {
        Row entry = row -> each.accept(JournalEntry.read(row));
        return read(JournalEntry.SELECT, "e.sale", OLDER_BOOK, entry)
                || read(JournalEntry.SELECT_IN_V4, "e.sale", NO_BOOK, entry);
    }

    /**
     * Hands over sale and id of each order that has a number under which the journal has no such order.
     *
     * @return false if the book keeps no journal
     * @throws StoreUnavailableException if the book cannot be read to its end
     */
    public boolean readStrays(BiConsumer<String, String> each) {
        return read(
                JournalEntry.SELECT_STRAYS, "o.sale", NO_BOOK, row -> each.accept(row.getString(1), row.getString(2)));
    }

    /**
     * Hands over what the book says of each sale.
     *
     * @return false if the book does not say as much, as those of older programs
     * @throws StoreUnavailableException if the book cannot be read to its end
     */
    public boolean readSales(Consumer<SaleRow> each) {
        return read(SaleRow.SELECT, "s.sale", OLDER_BOOK, row -> each.accept(SaleRow.read(row)));
    }

    /** What becomes of a row. */
    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private boolean read(String select, String saleColumn, Set<Integer> nothingThere, Row each) {
        String narrowed = select.replace(OF_SALE, only == null ? "" : " AND " + saleColumn + " = ?");
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(timed(narrowed, connection))) {
            // This value makes Connector/J hand over rows as they come instead of keeping them all.
            statement.setFetchSize(Integer.MIN_VALUE);
            if (only != null) {
                statement.setString(1, only.value());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.take(rows);
                }
            }
            connection.rollback();
            return true;
        } catch (SQLException e) {
            if (!nothingThere.contains(codeOf(e))) {
                throw new StoreUnavailableException("mysql: " + MySqlOrderStore.oneLine(e, settings.server()), e);
            }
            return false;
        }
    }

    private String timed(String select, Connection connection) throws SQLException {
        if (timeout == null) {
            return select;
        }
        BookQueries.endAfter(connection, timeout);
        return BookQueries.timed(select, timeout);
    }

    /** The pool wraps what it could not connect for. */
    private static int codeOf(SQLException e) {
        return e.getErrorCode() == 0 && e.getCause() instanceof SQLException cause
                ? cause.getErrorCode()
                : e.getErrorCode();
    }
}
