package dev.seckill.consumer.store;

import dev.seckill.model.event.SaleEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the book lacks of an event.
 *
 * @param index its place in the batch
 * @param newEvent whether it has to go into the journal
 * @param newOrder whether its order has to be inserted
 * @param completed whether its order is there, and learns something from it
 */
record MissingRows(int index, SaleEvent event, boolean newEvent, boolean newOrder, boolean completed) {

    boolean isEmpty() {
        return !isNews() && !completed;
    }

    /** Whether there will be a row more; an order that an older program has stored only learns its item. */
    boolean isNews() {
        return newEvent || newOrder;
    }

    /** Writes all of that, in a few statements. An order's row comes before its events, see {@link OrderProjection}. */
    static void insert(Connection connection, List<MissingRows> rows) throws SQLException {
        OrderRows.insert(connection, ordersOf(rows, MissingRows::newOrder), OrderLives.of(List.of()));
        EventRows.insert(connection, eventsOf(rows, MissingRows::newEvent));
        OrderRows.complete(connection, ordersOf(rows, MissingRows::completed));
    }

    private static List<SaleEvent> eventsOf(List<MissingRows> rows, Predicate<MissingRows> choice) {
        return rows.stream().filter(choice).map(MissingRows::event).toList();
    }

    private static List<SaleEvent.Accepted> ordersOf(List<MissingRows> rows, Predicate<MissingRows> choice) {
        return eventsOf(rows, choice).stream()
                .map(SaleEvent.Accepted.class::cast)
                .toList();
    }
}
