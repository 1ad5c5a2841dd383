package dev.seckill.loadtest.bench;

import dev.seckill.infra.ServerStack;
import dev.seckill.model.Order;
import dev.seckill.model.event.EventDetail;
import dev.seckill.model.event.SaleEvent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;

/**
 * The reference of the consumer: a loop that writes orders and their entries of the journal in batches and does nothing else,
 * into tables like those of the book.
 */
final class BareInserts {

    private static final int BATCH = 2000;
    private static final String DATABASE = "bench_bare";
    private static final List<String> TABLES = List.of("events", "orders");

    private final ServerStack servers;

    BareInserts(ServerStack servers) {
        this.servers = servers;
    }

    /**
     * Writes all of them into empty tables, a transaction for each batch.
     *
     * @param book the database to copy the tables of
     * @return events per second of the second half
     */
    double perSecond(List<SaleEvent> all, String book) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                servers.mysqlUrl("")
                        + "?rewriteBatchedStatements=true&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true",
                servers.mysqlUser(),
                servers.mysqlPassword())) {
            try (Statement prepare = connection.createStatement()) {
                prepare.execute("CREATE DATABASE IF NOT EXISTS " + DATABASE);
                for (String table : TABLES) {
                    prepare.execute("DROP TABLE IF EXISTS " + DATABASE + "." + table);
                    prepare.execute("CREATE TABLE " + DATABASE + "." + table + " LIKE " + book + "." + table);
                }
            }
            connection.setAutoCommit(false);
            int half = all.size() / 2;
            writeAll(connection, all.subList(0, half));
            long start = System.nanoTime();
            writeAll(connection, all.subList(half, all.size()));
            return (all.size() - half) / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static void writeAll(Connection connection, List<SaleEvent> all) throws SQLException {
        for (int from = 0; from < all.size(); from += BATCH) {
            write(connection, all.subList(from, Math.min(all.size(), from + BATCH)));
        }
    }

    private static void write(Connection connection, List<SaleEvent> batch) throws SQLException {
        try (PreparedStatement events = connection.prepareStatement("INSERT INTO " + DATABASE
                        + ".events (sale, no, kind, order_id, quantity, left_after, at, detail)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement orders = connection.prepareStatement("INSERT INTO " + DATABASE
                        + ".orders (order_id, sale, seq, buyer, quantity, decided_at, item, last_no, state, held_until,"
                        + " settled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement changes = connection.prepareStatement("UPDATE " + DATABASE
                        + ".orders SET state = ?, settled_at = ?, last_no = ? WHERE order_id = ?")) {
            for (SaleEvent event : batch) {
                String orderId = ((SaleEvent.OfOrder) event).orderId().toString();
                events.setString(1, event.sale().value());
                events.setLong(2, event.no());
                events.setString(3, event.kind().name());
                events.setString(4, orderId);
                events.setLong(5, event.units());
                events.setLong(6, event.left());
                events.setString(7, utc(event.at()));
                events.setString(8, EventDetail.of(event));
                events.addBatch();
                if (event instanceof SaleEvent.Accepted accepted) {
                    set(orders, accepted);
                    orders.addBatch();
                } else {
                    changes.setString(1, event.kind().name());
                    changes.setString(2, utc(event.at()));
                    changes.setLong(3, event.no());
                    changes.setString(4, orderId);
                    changes.addBatch();
                }
            }
            events.executeBatch();
            orders.executeBatch();
            changes.executeBatch();
            connection.commit();
        }
    }

    private static void set(PreparedStatement row, SaleEvent.Accepted accepted) throws SQLException {
        Order order = accepted.order();
        row.setString(1, order.orderId().toString());
        row.setString(2, order.sale().value());
        row.setLong(3, order.seq());
        row.setString(4, null);
        row.setInt(5, order.quantity());
        row.setString(6, utc(order.decidedAt()));
        row.setString(7, order.item());
        row.setLong(8, accepted.no());
        row.setString(9, accepted.heldUntil() == null ? "CONFIRMED" : "HELD");
        row.setString(10, accepted.heldUntil() == null ? null : utc(accepted.heldUntil()));
        row.setString(11, accepted.heldUntil() == null ? utc(order.decidedAt()) : null);
    }

    /** As the consumer does. */
    private static String utc(Instant time) {
        return time.toString().replace("Z", "");
    }
}
