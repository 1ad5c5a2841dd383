package dev.seckill.infra.embedded;

import dev.seckill.infra.ServerStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A row in a table of its own. */
record MySqlKeepsake(ServerStack stack) implements Keepsake {

    @Override
    public void leave(String name) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS keepsakes");
            statement.execute("CREATE TABLE IF NOT EXISTS keepsakes.keepsake (name VARCHAR(64))");
            statement.execute("INSERT INTO keepsakes.keepsake VALUES ('" + name + "')");
        }
    }

    @Override
    public boolean isThere(String name) throws SQLException {
        try (Connection connection = connect();
                ResultSet databases = connection.getMetaData().getCatalogs()) {
            while (databases.next()) {
                if (databases.getString(1).equals("keepsakes")) {
                    return isInTable(connection, name);
                }
            }
            return false;
        }
    }

    private static boolean isInTable(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT 1 FROM keepsakes.keepsake WHERE name = '" + name + "'")) {
            return rows.next();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                stack.mysqlUrl("") + "?connectTimeout=5000&socketTimeout=10000",
                stack.mysqlUser(),
                stack.mysqlPassword());
    }
}
