package dev.seckill.consumer.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings database and table to the version that this program writes. Any number of programs may do so at once. */
public final class OrderBookSchema {

    private static final Logger LOG = LoggerFactory.getLogger(OrderBookSchema.class);

    /** No right to a statement, a table, a column, an operation. */
    private static final Set<Integer> RIGHT_MISSING = Set.of(1142, 1143, 1227);

    private static final String GRANTS = "; to create or migrate the order book, its user needs SELECT, INSERT, UPDATE,"
            + " DELETE, CREATE, ALTER on the database; afterwards SELECT, INSERT, UPDATE are enough (run the subcommand"
            + " migrate as the one, the consumer as the other)";

    private final MySqlSettings settings;

    /** For the database that the settings name. */
    public OrderBookSchema(MySqlSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * Creates the database if it is missing and migrates it.
     *
     * @throws StoreUnavailableException if MySQL cannot be reached now
     * @throws SchemaException if waiting does not help: access denied, or a schema of another history
     */
    public void migrate() {
        try {
            createDatabaseIfMissing();
            migrateIfNeeded();
        } catch (SQLException e) {
            throw failure(e, e);
        } catch (FlywayException e) {
            SQLException cause = sqlCause(e);
            if (cause == null) {
                throw new SchemaException("mysql: " + firstLine(e), e);
            }
            throw failure(cause, e);
        }
    }

    /** A user that may only read and write rows is enough when there is nothing to do. */
    private void migrateIfNeeded() throws SQLException {
        MigrationHistory history = new MigrationHistory(settings);
        try (Connection guard = connect(settings.connectionUrl())) {
            refuseMariaDb(guard.getMetaData().getDatabaseProductVersion());
            if (BookTables.missing(guard).isEmpty() && history.isComplete()) {
                return;
            }
            migrateAlone(guard, history);
            for (String missing : BookTables.missing(guard)) {
                throw new SchemaException(
                        "mysql: there is no table " + missing + ", though " + MigrationHistory.TABLE
                                + " says that it was made; drop that table too, then each is made that is missing",
                        null);
            }
        }
    }

    /** It would fail in the middle of the tables. */
    private static void refuseMariaDb(String version) {
        if (version.contains("MariaDB")) {
            throw new SchemaException(
                    "mysql: the server is MariaDB (version=" + version
                            + "), which does not know MySQL's operator ->> for" + " JSON; use MySQL 8.0",
                    null);
        }
    }

    /**
     * Flyway takes a lock of its own only after it has made its table: two programs on a new database could both make it,
     * and one of them then refuse to go on.
     */
    private void migrateAlone(Connection guard, MigrationHistory history) throws SQLException {
        lock(guard); // until the connection closes
        BookTables.missing(guard); // somebody else may have made one meanwhile
        MigrationHistory.forgetFailed(guard);
        LOG.info("order-book - migrating (database={}, wait={})", guard.getCatalog(), settings.migrationWait());
        history.migrate();
        LOG.info("order-book - migrated");
    }

    private void lock(Connection guard) throws SQLException {
        // Names are at most 64 characters long and hold for the whole server, so this one is of the database.
        try (PreparedStatement ask =
                guard.prepareStatement("SELECT GET_LOCK(CONCAT('order-book-', SHA1(DATABASE())), ?)")) {
            ask.setLong(1, settings.lockWait().toSeconds());
            try (ResultSet answer = ask.executeQuery()) {
                if (!answer.next() || answer.getInt(1) != 1) {
                    throw new StoreUnavailableException("mysql: another program migrates the database", null);
                }
            }
        }
    }

    /** Creates only when needed: a user without the right to create may use a database that is there. */
    private void createDatabaseIfMissing() throws SQLException {
        try (Connection there = connect(settings.connectionUrl())) {
            LOG.debug("order-book - database is there (catalog={})", there.getCatalog());
        } catch (SQLException e) {
            if (e.getErrorCode() != SqlFailure.UNKNOWN_DATABASE) {
                throw e;
            }
            try (Connection created = connect(settings.creatingUrl())) {
                LOG.info("order-book - database created (name={})", created.getCatalog());
            }
        }
    }

    private Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, settings.user(), settings.password());
    }

    private RuntimeException failure(SQLException sql, Exception thrown) {
        String reason = "mysql: " + MySqlOrderStore.oneLine(sql, settings.server());
        if (RIGHT_MISSING.contains(sql.getErrorCode()) || sql.getErrorCode() == SqlFailure.NO_RIGHT_TO_DATABASE) {
            return new SchemaException(reason + GRANTS, thrown);
        }
        return SqlFailure.of(sql) == SqlFailure.ACCESS
                ? new SchemaException(reason, thrown)
                : new StoreUnavailableException(reason, thrown);
    }

    private static SQLException sqlCause(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    private static String firstLine(Exception e) {
        return e.getMessage()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("no reason given");
    }
}
