package dev.seckill.consumer.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;

/** Asks MySQL what it and the order book are like, and changes nothing. */
public final class BookSurvey {

    private static final int READINGS = 5;

    private static final String SETTINGS = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only',"
            + " 'super_read_only', 'max_connections', 'innodb_flush_log_at_trx_commit', 'sync_binlog', 'log_bin')";
    private static final String CONNECTED = "SHOW GLOBAL STATUS LIKE 'Threads_connected'";

    private BookSurvey() {}

    /**
     * Asks.
     *
     * @throws SchemaException if there is no such database
     * @throws StoreUnavailableException if MySQL cannot be reached, or refuses the user
     */
    public static BookSeen of(MySqlSettings settings, Clock clock) {
        try (Connection connection =
                DriverManager.getConnection(settings.connectionUrl(), settings.user(), settings.password())) {
            connection.setReadOnly(true);
            return ask(connection, settings, clock);
        } catch (SQLException e) {
            String reason = "mysql: " + MySqlOrderStore.oneLine(e, settings.server());
            throw e.getErrorCode() == SqlFailure.UNKNOWN_DATABASE
                    ? new SchemaException(reason, e)
                    : new StoreUnavailableException(reason, e);
        }
    }

    private static BookSeen ask(Connection connection, MySqlSettings settings, Clock clock) throws SQLException {
        Map<String, String> told = pairs(connection, SETTINGS);
        told.putAll(pairs(connection, CONNECTED));
        List<String> missing = List.of();
        String foreign = null;
        boolean migrated = false;
        try {
            missing = BookTables.missing(connection);
            migrated = missing.isEmpty() && new MigrationHistory(settings).isComplete();
        } catch (SchemaException | FlywayException e) {
            foreign = e.getMessage();
        }
        Reading reading = reading(connection, clock);
        return new BookSeen(
                settings.server(),
                connection.getMetaData().getDatabaseProductVersion(),
                connection.getCatalog(),
                column(connection, "SHOW GRANTS"),
                told,
                missing,
                migrated,
                foreign,
                reading.ahead(),
                reading.trip());
    }

    private static Map<String, String> pairs(Connection connection, String sql) throws SQLException {
        Map<String, String> pairs = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                pairs.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
            }
        }
        return pairs;
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private record Reading(Duration ahead, Duration trip) {}

    /** The quickest of some, which is the most exact. */
    private static Reading reading(Connection connection, Clock clock) throws SQLException {
        Reading best = null;
        for (int i = 0; i < READINGS; i++) {
            Instant sent = clock.instant();
            long sentNanos = System.nanoTime();
            // As text: whatever zone the driver has in mind, it is not asked.
            String told = column(connection, "SELECT DATE_FORMAT(UTC_TIMESTAMP(6), '%Y-%m-%dT%H:%i:%s.%f')")
                    .get(0);
            Duration trip = Duration.ofNanos(System.nanoTime() - sentNanos);
            if (best == null || trip.compareTo(best.trip()) < 0) {
                Instant there = LocalDateTime.parse(told).toInstant(ZoneOffset.UTC);
                best = new Reading(Duration.between(sent.plus(trip.dividedBy(2)), there), trip);
            }
        }
        return best;
    }
}
