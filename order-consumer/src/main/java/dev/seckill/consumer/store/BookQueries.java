package dev.seckill.consumer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** Asks the book, and tells in one line why it does not answer. Thread-safe. */
public final class BookQueries {

    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final DataSource dataSource;
    private final MySqlSettings settings;

    /** Reads a row. */
    public interface Row<T> {

        /** What the row says. */
        T read(ResultSet row) throws SQLException;
    }

    /** What becomes of a row. */
    public interface EachRow {

        /** Takes what is needed of it. */
        void take(ResultSet row) throws SQLException;
    }

    /** Asks several things of the book as it is at one moment. */
    public interface Asking<T> {

        /** What it says. */
        T ask(Snapshot book) throws SQLException;
    }

    /**
     * Questions to one book.
     *
     * @param dataSource stays open
     * @param settings those of the data source, for messages
     */
    public BookQueries(DataSource dataSource, MySqlSettings settings) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * All rows, which should be few.
     *
     * @throws StoreUnavailableException if the book does not answer
     */
    public <T> List<T> all(String select, Row<T> row, Object... parameters) {
        return ask(connection -> new Snapshot(connection, null).all(select, row, parameters));
    }

    /**
     * What several questions come to. They see the book at one moment if the pool is one for reads.
     *
     * @param timeout longest time for all of them, instead of the pool's own for each
     * @throws StoreUnavailableException if the book does not answer
     */
    public <T> T atOneMoment(Duration timeout, Asking<T> asking) {
        return ask(connection -> asking.ask(new Snapshot(connection, timeout)));
    }

    /** What is done over a connection. */
    private interface Work<T> {
        T over(Connection connection) throws SQLException;
    }

    private <T> T ask(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            T answer = work.over(connection);
            connection.rollback();
            return answer;
        } catch (SQLException e) {
            throw new StoreUnavailableException("mysql: " + MySqlOrderStore.oneLine(e, settings.server()), e);
        }
    }

    /** A silence of MySQL that is longer ends the connection, a little later than MySQL's own end. The pool sets it back. */
    static void endAfter(Connection connection, Duration timeout) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) timeout.plus(MARGIN).toMillis());
    }

    /** MySQL ends the statement after so long. */
    static String timed(String select, Duration timeout) {
        return select.replaceFirst(
                "^SELECT", "SELECT /*+ MAX_EXECUTION_TIME(" + Math.max(1, timeout.toMillis()) + ") */");
    }

    /** The book as it is at one moment, for as long as that is asked. */
    public static final class Snapshot {

        private final Connection connection;
        private final Duration timeout;
        private final long beganNanos = System.nanoTime();

        /** @param timeout null: the pool's own for each statement */
        private Snapshot(Connection connection, Duration timeout) throws SQLException {
            this.connection = connection;
            this.timeout = timeout;
            if (timeout != null) {
                endAfter(connection, timeout);
            }
        }

        /** All rows, which should be few. */
        public <T> List<T> all(String select, Row<T> row, Object... parameters) throws SQLException {
            List<T> found = new ArrayList<>();
            run(select, 0, rows -> found.add(row.read(rows)), parameters);
            return found;
        }

        /** The same for many rows, which come one by one. */
        public void each(String select, EachRow row, Object... parameters) throws SQLException {
            // This value makes Connector/J hand over rows as they come instead of keeping them all.
            run(select, Integer.MIN_VALUE, row, parameters);
        }

        /** MySQL ends the statement when the time for all is over. */
        private String timed(String select) {
            if (timeout == null) {
                return select;
            }
            return BookQueries.timed(select, timeout.minusNanos(System.nanoTime() - beganNanos));
        }

        private void run(String select, int fetchSize, EachRow row, Object... parameters) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(timed(select))) {
                statement.setFetchSize(fetchSize);
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        row.take(rows);
                    }
                }
            }
        }
    }
}
