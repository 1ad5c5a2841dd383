package dev.seckill.loadtest.chaos;

import dev.seckill.infra.ServerStack;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.SaleStores;
import dev.seckill.loadtest.sale.OrderBookException;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventDetail;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;

/**
 * The order book of one sale in the hands of somebody who may write into it, and does so behind the programs' backs. What is
 * altered counts once it is committed. Used by one thread.
 */
final class ForgedBook implements AutoCloseable {

    private static final Duration CONNECT_WAIT = Duration.ofSeconds(5);
    private static final Duration REPLY_WAIT = Duration.ofSeconds(30);

    /** Whoever makes the sale's tree grow holds this row meanwhile. */
    private static final String HOLD = "SELECT size FROM certified WHERE origin = ? AND size = 0 FOR UPDATE";

    private final String url;
    private final SaleId sale;
    private final Clock clock;
    private final Connection connection;

    ForgedBook(SaleStores stores) {
        this.url = stores.servers().mysqlUrl(Programs.DATABASE);
        this.sale = stores.sale();
        this.clock = stores.clock();
        try {
            connection = DriverManager.getConnection(url, properties(stores.servers()));
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        } catch (SQLException failed) {
            throw new OrderBookException(url, failed);
        }
    }

    private static Properties properties(ServerStack servers) {
        Properties properties = new Properties();
        properties.setProperty("user", servers.mysqlUser());
        properties.setProperty("password", servers.mysqlPassword());
        properties.setProperty("connectTimeout", Long.toString(CONNECT_WAIT.toMillis()));
        properties.setProperty("socketTimeout", Long.toString(REPLY_WAIT.toMillis()));
        return properties;
    }

    /** Until the next commit nobody signs anything of the sale, of which something must have been signed before. */
    void holdTree() {
        number(HOLD, origin());
    }

    private String origin() {
        return text("SELECT origin FROM certified WHERE origin LIKE ? LIMIT 1", "%/" + sale + "/%");
    }

    /** The highest number that the sale's row tells. */
    long end() {
        return number("SELECT last_no FROM sales WHERE sale = ?", sale.value());
    }

    /** Deletes the row of an event. */
    void lose(long no) {
        change("DELETE FROM events WHERE sale = ? AND no = ?", sale.value(), no);
    }

    /** Lets an order never have been: its row is gone, and a last event says that its number was given up. */
    void giveUp(long no) {
        String ofOrder = " FROM orders WHERE sale = ? AND last_no = ?";
        long seq = number("SELECT seq" + ofOrder, sale.value(), no);
        long units = number("SELECT quantity" + ofOrder, sale.value(), no);
        long end = end();
        lose(no);
        change(
                "UPDATE events SET left_after = left_after + ? WHERE sale = ? AND kind = 'RECOVERED'",
                units,
                sale.value());
        long left = number("SELECT SUM(quantity) FROM events WHERE sale = ?", sale.value());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SaleEvent given = new SaleEvent.Recovered(
                sale,
                end + 1,
                left,
                now,
                now.toEpochMilli(),
                List.of(new NumberRange(no, no)),
                List.of(new NumberRange(seq, seq)));
        change("DELETE" + ofOrder, sale.value(), no);
        change(
                "INSERT INTO events (sale, no, kind, quantity, left_after, at, detail)"
                        + " SELECT sale, ?, ?, 0, ?, at, ? FROM events WHERE sale = ? AND no = ?",
                given.no(),
                given.kind().name(),
                left,
                EventDetail.of(given),
                sale.value(),
                end);
        change("UPDATE sales SET last_no = ? WHERE sale = ?", given.no(), sale.value());
    }

    /** Lets two orders change places: each event has the other's order, and all figures still add up. */
    void swap(long one, long other) {
        String ofOne = order(one);
        String ofOther = order(other);
        long seqOfOne = seq(ofOne);
        long seqOfOther = seq(ofOther);
        String event = "UPDATE events SET order_id = ? WHERE sale = ? AND no = ?";
        change(event, ofOther, sale.value(), one);
        change(event, ofOne, sale.value(), other);
        String order = "UPDATE orders SET seq = ?, last_no = ? WHERE order_id = ?";
        change(order, -1, one, ofOther); // no two may have the same place, not for a moment
        change(order, seqOfOther, other, ofOne);
        change(order, seqOfOne, one, ofOther);
    }

    /** Lets the last event, which closes the sale, have the number of an order: that one and all behind it never were. */
    void endAt(long no) {
        long end = end();
        long left = number("SELECT left_after FROM events WHERE sale = ? AND no = ?", sale.value(), no - 1);
        change("DELETE FROM orders WHERE sale = ? AND last_no >= ?", sale.value(), no);
        change("DELETE FROM events WHERE sale = ? AND no >= ? AND no < ?", sale.value(), no, end);
        change("UPDATE events SET no = ?, left_after = ? WHERE sale = ? AND no = ?", no, left, sale.value(), end);
        change("UPDATE sales SET last_no = ? WHERE sale = ?", no, sale.value());
    }

    /** Forgets all that was ever signed of the sale. */
    void forgetTrees() {
        change("DELETE FROM certified WHERE origin = ?", origin());
    }

    void commit() {
        try {
            connection.commit();
        } catch (SQLException failed) {
            throw new OrderBookException(url, failed);
        }
    }

    private String order(long no) {
        return text("SELECT order_id FROM events WHERE sale = ? AND no = ?", sale.value(), no);
    }

    private long seq(String order) {
        return number("SELECT seq FROM orders WHERE order_id = ?", order);
    }

    private long number(String select, Object... parameters) {
        return Long.parseLong(text(select, parameters));
    }

    private String text(String select, Object... parameters) {
        try (PreparedStatement statement = prepare(select, parameters);
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new IncidentException("the order book has no such row: " + select);
            }
            return rows.getString(1);
        } catch (SQLException failed) {
            throw new OrderBookException(url, failed);
        }
    }

    private void change(String sql, Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException failed) {
            throw new OrderBookException(url, failed);
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** What is not committed never was. */
    @Override
    public void close() {
        try (connection) {
            connection.rollback();
        } catch (SQLException failed) {
            throw new OrderBookException(url, failed);
        }
    }
}
