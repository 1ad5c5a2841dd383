package dev.seckill.loadtest.bench;

import dev.seckill.infra.ServerStack;
import dev.seckill.model.Order;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The reference of the consumer: a loop that inserts orders and their entries of the journal in batches and does nothing else,
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
     * Inserts all of them into empty tables, a transaction for each batch.
     *
     * @param book the database to copy the tables of
     * @return orders per second of the second half
     */
    double perSecond(List<Order> orders, String book) throws SQLException {
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
            int half = orders.size() / 2;
            insertAll(connection, orders.subList(0, half));
            long start = System.nanoTime();
            insertAll(connection, orders.subList(half, orders.size()));
            return (orders.size() - half) / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static void insertAll(Connection connection, List<Order> orders) throws SQLException {
        for (int from = 0; from < orders.size(); from += BATCH) {
            insert(connection, orders.subList(from, Math.min(orders.size(), from + BATCH)));
        }
    }

    private static void insert(Connection connection, List<Order> orders) throws SQLException {
        try (PreparedStatement events = connection.prepareStatement("INSERT INTO " + DATABASE
                        + ".events (sale, no, kind, order_id, quantity, left_after, at) VALUES (?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement rows = connection.prepareStatement("INSERT INTO " + DATABASE
                        + ".orders (order_id, sale, seq, buyer, quantity, decided_at, item, last_no)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Order order : orders) {
                String decidedAt = order.decidedAt().toString().replace("Z", ""); // as the consumer does
                events.setString(1, order.sale().value());
                events.setLong(2, order.seq());
                events.setString(3, "ACCEPTED");
                events.setString(4, order.orderId().toString());
                events.setLong(5, -order.quantity());
                events.setLong(6, order.left());
                events.setString(7, decidedAt);
                events.addBatch();
                rows.setString(1, order.orderId().toString());
                rows.setString(2, order.sale().value());
                rows.setLong(3, order.seq());
                rows.setString(4, null);
                rows.setInt(5, order.quantity());
                rows.setString(6, decidedAt);
                rows.setString(7, order.item());
                rows.setLong(8, order.seq());
                rows.addBatch();
            }
            events.executeBatch();
            rows.executeBatch();
            connection.commit();
        }
    }
}
