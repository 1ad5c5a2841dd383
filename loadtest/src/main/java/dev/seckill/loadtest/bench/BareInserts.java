package dev.seckill.loadtest.bench;

import dev.seckill.infra.ServerStack;
import dev.seckill.model.Order;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The reference of the consumer: a loop that inserts rows in batches and does nothing else, into a table like the book. */
final class BareInserts {

    private static final int BATCH = 2000;
    private static final String TABLE = "bench_bare.orders";

    private final ServerStack servers;

    BareInserts(ServerStack servers) {
        this.servers = servers;
    }

    /**
     * Inserts all of them into an empty table, a transaction for each batch.
     *
     * @param like the table to copy the columns and keys of
     * @return rows per second of the second half
     */
    double perSecond(List<Order> orders, String like) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                servers.mysqlUrl("")
                        + "?rewriteBatchedStatements=true&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true",
                servers.mysqlUser(),
                servers.mysqlPassword())) {
            try (Statement prepare = connection.createStatement()) {
                prepare.execute("CREATE DATABASE IF NOT EXISTS bench_bare");
                prepare.execute("DROP TABLE IF EXISTS " + TABLE);
                prepare.execute("CREATE TABLE " + TABLE + " LIKE " + like);
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
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + TABLE
                + " (order_id, sale, seq, buyer, quantity, decided_at) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (Order order : orders) {
                insert.setString(1, order.orderId().toString());
                insert.setString(2, order.sale().value());
                insert.setLong(3, order.seq());
                insert.setString(4, null);
                insert.setInt(5, order.quantity());
                insert.setString(6, order.decidedAt().toString().replace("Z", "")); // as the consumer does
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }
}
