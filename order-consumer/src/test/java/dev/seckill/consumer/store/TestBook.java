package dev.seckill.consumer.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.infra.ServerStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A database of the embedded MySQL, for tests: its settings, and its rows by plain JDBC. */
public final class TestBook {

    private final ServerStack stack;
    private final String database;

    public TestBook(ServerStack stack, String database) {
        this.stack = stack;
        this.database = database;
    }

    public MySqlSettings settings() {
        return settings("");
    }

    /** @param properties to append to the URL, with the question mark */
    MySqlSettings settings(String properties) {
        return settings(properties, stack.mysqlUser(), stack.mysqlPassword());
    }

    MySqlSettings settings(String properties, String user, String password) {
        return settings(properties, user, password, Duration.ofMinutes(1));
    }

    /** Settings with which MySQL ends a session that is silent for so long. */
    MySqlSettings settings(Duration sessionWait) {
        return settings("", stack.mysqlUser(), stack.mysqlPassword(), sessionWait);
    }

    private MySqlSettings settings(String properties, String user, String password, Duration sessionWait) {
        return new MySqlSettings(
                stack.mysqlUrl(database) + properties,
                user,
                password,
                2,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                sessionWait,
                Duration.ofMinutes(1));
    }

    /** Migrates the database and opens a pool on it. */
    public HikariDataSource open() {
        new OrderBookSchema(settings()).migrate();
        return MySqlPool.open(settings());
    }

    /** From now on a trigger refuses orders that were decided after {@link TestOrders#FAR_FUTURE}. */
    public void refuseTheFarFuture() {
        execute("CREATE TRIGGER far_future BEFORE INSERT ON orders FOR EACH ROW IF NEW.decided_at > '2900-01-01' THEN"
                + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'far future'; END IF");
        execute("CREATE TRIGGER far_future_event BEFORE INSERT ON events FOR EACH ROW IF NEW.at > '2900-01-01' THEN"
                + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'far future'; END IF");
    }

    public List<String> ids() {
        return query("SELECT order_id FROM orders ORDER BY id");
    }

    public long count() {
        return Long.parseLong(query("SELECT COUNT(*) FROM orders").get(0));
    }

    /** The first column of each row. */
    public List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                stack.mysqlUrl(database) + "?createDatabaseIfNotExist=true", stack.mysqlUser(), stack.mysqlPassword());
    }
}
