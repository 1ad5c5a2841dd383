package dev.seckill.loadtest.sale;

import dev.seckill.loadtest.witness.BookedOrder;
import dev.seckill.loadtest.witness.JournalEnd;
import dev.seckill.loadtest.witness.JournalEvent;
import dev.seckill.loadtest.witness.JournalReplay;
import dev.seckill.loadtest.witness.JournalVerdict;
import dev.seckill.loadtest.witness.PaidEvidence;
import dev.seckill.loadtest.witness.SaleStep;
import dev.seckill.model.SaleId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** The order book in MySQL, read only. A connection per question, so that a server that was away does no harm. */
public final class MySqlOrderBook {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(5);
    private static final Duration REPLY_WAIT = Duration.ofSeconds(30);

    private final String url;
    private final Properties properties = new Properties();
    private final SaleId sale;

    /** @param url as {@code jdbc:mysql://host:port/database} */
    public MySqlOrderBook(String url, String user, String password, SaleId sale) {
        this.url = Objects.requireNonNull(url, "url");
        this.sale = Objects.requireNonNull(sale, "sale");
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", Long.toString(CONNECT_WAIT.toMillis()));
        properties.setProperty("socketTimeout", Long.toString(REPLY_WAIT.toMillis()));
    }

    /**
     * The sale's rows past a place, in the order of their places.
     *
     * @throws OrderBookException if the database or its table is not there
     */
    public List<BookedOrder> ordersAfter(long seq) {
        String sql = "SELECT order_id, seq, buyer, quantity FROM orders WHERE sale = ? AND seq > ? ORDER BY seq";
        return ask(sql, seq, rows -> {
            List<BookedOrder> orders = new ArrayList<>();
            while (rows.next()) {
                orders.add(new BookedOrder(rows.getString(1), rows.getLong(2), rows.getString(3), rows.getLong(4)));
            }
            return orders;
        });
    }

    /**
     * How many rows of the sale lie past a place.
     *
     * @throws OrderBookException if the database or its table is not there
     */
    public long countAfter(long seq) {
        return ask("SELECT COUNT(*) FROM orders WHERE sale = ? AND seq > ?", seq, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    /**
     * Replays the sale's journal, and holds it against the sale's orders.
     *
     * @param end where it must have come to
     * @return {@link JournalVerdict#NONE} if the book is of a version that kept no journal
     * @throws OrderBookException if the database is not there
     */
    public JournalVerdict journal(JournalEnd end) {
        return journal(end, List.of());
    }

    /**
     * The same of a sale some of whose events the book must have refused.
     *
     * @param refused their numbers
     */
    public JournalVerdict journal(JournalEnd end, List<Long> refused) {
        JournalReplay replay = new JournalReplay();
        refused.forEach(replay::refused);
        try {
            read(JournalRow.SELECT, rows -> {
                while (rows.next()) {
                    replay.take(JournalRow.read(rows));
                }
            });
        } catch (OrderBookException failed) {
            if (failed.isTableMissing()) {
                return JournalVerdict.NONE;
            }
            throw failed;
        }
        // Orders of programs that kept no journal have none.
        read("SELECT order_id FROM orders WHERE sale = ? AND last_no > 0", rows -> {
            while (rows.next()) {
                replay.stored(rows.getString(1));
            }
        });
        return replay.end(end);
    }

    /**
     * The sale's journal, in the order of its numbers.
     *
     * @throws OrderBookException if the database is not there, or an event cannot be read
     */
    public List<JournalEvent> events() {
        List<JournalEvent> events = new ArrayList<>();
        read(JournalRow.SELECT, rows -> {
            while (rows.next()) {
                events.add(JournalRow.read(rows));
            }
        });
        return events;
    }

    /**
     * How far the book says that each order of the sale got.
     *
     * @throws OrderBookException if the database is not there
     */
    public List<PaidEvidence.BookedFate> fates() {
        List<PaidEvidence.BookedFate> fates = new ArrayList<>();
        read("SELECT order_id, state, last_no FROM orders WHERE sale = ?", rows -> {
            while (rows.next()) {
                fates.add(new PaidEvidence.BookedFate(rows.getString(1), rows.getString(2), rows.getLong(3)));
            }
        });
        return fates;
    }

    /**
     * The sale's journal with what the rules of the sale go by, in the order of its numbers.
     *
     * @throws OrderBookException if the database is not there, or an event cannot be read
     */
    public List<SaleStep> steps() {
        List<SaleStep> steps = new ArrayList<>();
        read(StepRow.SELECT, rows -> {
            while (rows.next()) {
                steps.add(StepRow.read(rows));
            }
        });
        return steps;
    }

    /** Row by row as they come, however many there are. */
    private void read(String sql, RowReader reader) {
        try (Connection connection = DriverManager.getConnection(url, properties);
                PreparedStatement statement =
                        connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(Integer.MIN_VALUE); // what the driver takes for "stream"
            statement.setString(1, sale.value());
            try (ResultSet rows = statement.executeQuery()) {
                reader.read(rows);
            }
        } catch (SQLException failed) {
            throw new OrderBookException(url, failed);
        }
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet rows) throws SQLException;
    }

    private <T> T ask(String sql, long seq, Reading<T> reading) {
        try (Connection connection = DriverManager.getConnection(url, properties);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, sale.value());
            statement.setLong(2, seq);
            try (ResultSet rows = statement.executeQuery()) {
                return reading.read(rows);
            }
        } catch (SQLException failed) {
            throw new OrderBookException(url, failed);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }
}
