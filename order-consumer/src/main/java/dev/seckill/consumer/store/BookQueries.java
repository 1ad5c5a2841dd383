package dev.seckill.consumer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** Asks the book, and tells in one line why it does not answer. Thread-safe. */
public final class BookQueries {

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
        return atOneMoment(book -> book.all(select, row, parameters));
    }

    /**
     * What several questions come to. They see the book at one moment if the pool is one for reads.
     *
     * @throws StoreUnavailableException if the book does not answer
     */
    public <T> T atOneMoment(Asking<T> asking) {
        try (Connection connection = dataSource.getConnection()) {
            T answer = asking.ask(new Snapshot(connection));
            connection.rollback();
            return answer;
        } catch (SQLException e) {
            throw new StoreUnavailableException("mysql: " + MySqlOrderStore.oneLine(e, settings.server()), e);
        }
    }

    /** The book as it is at one moment, for as long as that is asked. */
    public static final class Snapshot {

        private final Connection connection;

        private Snapshot(Connection connection) {
            this.connection = connection;
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

        private void run(String select, int fetchSize, EachRow row, Object... parameters) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(select)) {
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
