package dev.seckill.consumer.store;

import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.MaskedUrl;
import dev.seckill.model.log.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The order book in MySQL. The usual batch is one transaction of two multi-row statements, one for {@code orders} and one for
 * {@code events}; a third one then takes {@code sales} as far. What becomes of orders that are there is the business of {@link
 * OrderProjection}. Only if MySQL refuses that, or if a number was given up, the rows are looked at: {@link CarefulInsert}.
 */
public final class MySqlOrderStore implements OrderStore {

    private static final int CHECK_SECONDS = 2;

    private final DataSource dataSource;

    /** @param dataSource gives connections without auto-commit; stays open */
    public MySqlOrderStore(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    @Override
    public StoreOutcome store(List<? extends SaleEvent> events) {
        if (events.isEmpty()) {
            return new StoreOutcome(0, 0, List.of());
        }
        try (Connection connection = dataSource.getConnection()) {
            return storeIn(connection, events);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /**
     * Makes anew what the book says of a sale beside its journal, from the journal. To be used where the two do not agree;
     * {@link #store} keeps them together by itself.
     *
     * @throws StoreUnavailableException if the book cannot be reached now; the sale is then as it was, or made anew in part
     */
    public void rebuildSale(String sale) {
        try (Connection connection = dataSource.getConnection()) {
            SaleRows.rebuild(connection, sale);
            connection.commit();
            DifferingOrders.renew(connection, sale);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void check() {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isValid(CHECK_SECONDS)) {
                throw new SQLException("no answer within " + CHECK_SECONDS + " s");
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static StoreOutcome storeIn(Connection connection, List<? extends SaleEvent> events) throws SQLException {
        GivenUpNumbers givenUp = GivenUpNumbers.of(connection, events);
        if (!givenUp.haveAny(events)) {
            try {
                insert(connection, events);
                connection.commit();
                moveSalesOn(connection, events);
                return new StoreOutcome(events.size(), 0, List.of());
            } catch (SQLException e) {
                SqlFailure failure = SqlFailure.of(e);
                if (failure != SqlFailure.DUPLICATE && failure != SqlFailure.ROW) {
                    throw withCause(connection, e);
                }
            }
            connection.rollback();
        }
        CarefulInsert careful = new CarefulInsert(connection, events, givenUp);
        StoreOutcome outcome = careful.run();
        connection.commit();
        moveSalesOn(connection, careful.taken());
        return outcome;
    }

    /**
     * If the program ends before this is done, the events come again, because nobody has said that they are stored; and
     * whatever is in the book of them already moves the sales on as well.
     */
    private static void moveSalesOn(Connection connection, List<? extends SaleEvent> events) throws SQLException {
        connection.setAutoCommit(true); // until the pool has it back
        SaleRows.moveOn(connection, events);
    }

    private static void insert(Connection connection, List<? extends SaleEvent> events) throws SQLException {
        OrderLives lives = OrderLives.of(events);
        OrderProjection projection = new OrderProjection(connection, lives);
        OrderRows.insert(
                connection,
                events.stream()
                        .filter(SaleEvent.Accepted.class::isInstance)
                        .map(SaleEvent.Accepted.class::cast)
                        .toList(),
                lives);
        projection.moveOn();
        EventRows.insert(
                connection,
                events.stream()
                        .filter(event -> event.no() != SaleEvent.UNNUMBERED)
                        .toList());
        projection.settle();
    }

    /**
     * The driver hides a lost connection behind the statement that it closed with it (it clears the batch in a finally
     * block), so what is logged would not tell.
     */
    private static SQLException withCause(Connection connection, SQLException e) throws SQLException {
        return connection.unwrap(Connection.class).isClosed() && !(e instanceof SQLNonTransientConnectionException)
                ? new SQLException("connection lost, or no answer within the socket timeout", "08S01", e.getErrorCode())
                : e;
    }

    static StoreUnavailableException unavailable(SQLException e) {
        return new StoreUnavailableException("mysql: " + oneLine(e), e);
    }

    /** The innermost message, which names the cause, with MySQL's code. */
    static String oneLine(SQLException e) {
        return reason(e) + codes(e) + ")";
    }

    /** The same with the server, {@code host:port}, for who has not said yet where it looks. */
    static String oneLine(SQLException e, String server) {
        return reason(e) + codes(e) + ", server=" + server + ")";
    }

    private static String codes(SQLException e) {
        return " (code=" + e.getErrorCode() + ", state=" + e.getSQLState();
    }

    private static String reason(SQLException e) {
        Optional<String> tls = Reason.ofTls(e);
        if (tls.isPresent()) {
            return tls.get();
        }
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String line = message.lines().findFirst().orElse("no reason given");
        // The driver may quote a part of the URL.
        return MaskedUrl.of(line);
    }
}
