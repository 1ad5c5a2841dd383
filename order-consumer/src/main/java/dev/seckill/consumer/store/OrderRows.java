package dev.seckill.consumer.store;

import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of the table {@code orders}: how an order is written and read back. */
final class OrderRows {

    private static final String INSERT =
            "INSERT INTO orders (order_id, sale, seq, buyer, quantity, decided_at, item, last_no, state, held_until,"
                    + " settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String COMPLETE =
            "UPDATE orders SET item = ?, last_no = GREATEST(last_no, ?) WHERE order_id = ?";

    /** Of books of older programs too. */
    static final String SELECT =
            "SELECT order_id, sale, seq, buyer, quantity, decided_at FROM orders WHERE TRUE" + OrderBookReader.OF_SALE;

    /**
     * The number of its acceptance is the one that the journal has it under. If the journal has nothing under its newest number
     * either, that number is all that is known; if it has a later event there, nothing is.
     */
    private static final String SELECT_ALL =
            "SELECT o.order_id, o.sale, o.seq, o.buyer, o.quantity, o.decided_at, o.item,"
                    + " o.last_no, COALESCE((SELECT MIN(e.no) FROM events e WHERE e.order_id = o.order_id AND e.sale = o.sale"
                    + " AND e.kind = 'ACCEPTED'), IF(EXISTS (SELECT 1 FROM events e WHERE e.sale = o.sale AND e.no = o.last_no"
                    + " AND e.order_id = o.order_id), 0, o.last_no)) FROM orders o WHERE o.order_id IN (";

    /** Keys in one IN list: with these the question stays below 1024 bytes, the lowest packet limit of MySQL. */
    private static final int KEYS_MAX = 15;

    private OrderRows() {}

    /** Inserts all rows; the driver rewrites the batch into one statement, or several if the packet limit is low. */
    static void insert(Connection connection, List<SaleEvent.Accepted> events, OrderLives lives) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (SaleEvent.Accepted event : events) {
                Order order = event.order();
                OrderLife life = lives.of(event);
                insert.setString(1, order.orderId().toString());
                insert.setString(2, order.sale().value());
                insert.setLong(3, order.seq());
                insert.setString(4, order.buyer() == null ? null : order.buyer().value());
                insert.setInt(5, order.quantity());
                insert.setString(6, utc(order.decidedAt()));
                insert.setString(7, order.item());
                insert.setLong(8, life.lastNo());
                insert.setString(9, life.state().name());
                insert.setString(10, utc(life.heldUntil()));
                insert.setString(11, utc(life.settledAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Adds to orders that are there what their events know and the book does not. */
    static void complete(Connection connection, List<SaleEvent.Accepted> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(COMPLETE)) {
            for (SaleEvent.Accepted event : events) {
                update.setString(1, event.order().item());
                update.setLong(2, event.no());
                update.setString(3, event.order().orderId().toString());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /**
     * The time as MySQL reads it in a session that is in UTC, as every one of {@link MySqlPool} is. The driver would format a
     * timestamp twice, and more slowly: a fifth of the time of a batch. Null of null.
     */
    static String utc(Instant time) {
        if (time == null) {
            return null;
        }
        String text = time.toString();
        return text.substring(0, text.length() - 1); // without its Z
    }

    /** The rows that the book has under these ids. */
    static Map<OrderId, BookedOrder> find(Connection connection, Collection<OrderId> ids) throws SQLException {
        Map<OrderId, BookedOrder> found = new HashMap<>();
        List<OrderId> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += KEYS_MAX) {
            findSome(connection, all.subList(from, Math.min(all.size(), from + KEYS_MAX)), found);
        }
        return found;
    }

    private static void findSome(Connection connection, List<OrderId> ids, Map<OrderId, BookedOrder> found)
            throws SQLException {
        String marks = String.join(",", Collections.nCopies(ids.size(), "?"));
        try (PreparedStatement select = connection.prepareStatement(SELECT_ALL + marks + ")")) {
            for (int i = 0; i < ids.size(); i++) {
                select.setString(i + 1, ids.get(i).toString());
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            OrderId.parse(rows.getString(1)),
                            new BookedOrder(read(rows), rows.getString(7), rows.getLong(8), rows.getLong(9)));
                }
            }
        }
    }

    /** The id of the order that holds this seq, as text; null if none does. */
    static String holderOfSeq(Connection connection, Order order) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT order_id FROM orders WHERE sale = ? AND seq = ?")) {
            select.setString(1, order.sale().value());
            select.setLong(2, order.seq());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /** Reads what the book keeps of an order from a row of {@link #SELECT}. */
    static StoredOrder read(ResultSet row) throws SQLException {
        return new StoredOrder(row.getString(2), row.getLong(3), row.getString(4), row.getInt(5), instant(row, 6));
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
