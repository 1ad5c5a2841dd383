package dev.seckill.consumer.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migrations of the order book and the table that says which of them were done. The table's name is this program's own:
 * another one's {@code flyway_schema_history} in the same database is left alone. Books of older programs have their
 * history under that name; theirs starts anew, because each migration may run again without changing anything.
 */
final class MigrationHistory {

    static final String TABLE = "seckill_schema_history";

    private static final Logger LOG = LoggerFactory.getLogger(MigrationHistory.class);

    private final Flyway flyway;

    MigrationHistory(MySqlSettings settings) {
        Duration wait = settings.migrationWait();
        flyway = Flyway.configure(MigrationHistory.class.getClassLoader())
                .dataSource(settings.migrationUrl(), settings.user(), settings.password())
                .table(TABLE)
                .locations("classpath:db/migration")
                .failOnMissingLocations(true)
                .lockRetryCount((int) wait.toSeconds()) // it asks once a second
                // A database that holds other tables already is fine.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    /** Whether nothing is left to do; only reads. */
    boolean isComplete() {
        for (MigrationInfo migration : flyway.info().all()) {
            if (migration.getState().isResolved() && !migration.getState().isApplied()
                    || migration.getState().isFailed()) {
                return false;
            }
        }
        return true;
    }

    void migrate() {
        flyway.migrate();
    }

    /**
     * Takes out entries of migrations that were broken off. MySQL cannot roll back a change of a table, so Flyway would
     * refuse to go on; ours may simply run again.
     */
    static void forgetFailed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery("SELECT 1 FROM information_schema.tables"
                    + " WHERE table_schema = DATABASE() AND table_name = '" + TABLE + "'")) {
                if (!table.next()) {
                    return;
                }
            }
            int failed = statement.executeUpdate("DELETE FROM " + TABLE + " WHERE success = 0");
            if (failed > 0) {
                LOG.warn("order-book - a migration was broken off and runs again (entries={})", failed);
            }
        }
    }
}
