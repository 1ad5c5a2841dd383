package dev.seckill.consumer.store;

import dev.seckill.model.event.EventDetail;
import dev.seckill.model.event.SaleEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows of the table {@code sales}: how far each sale's journal has come, and what was laid down last. Each column is what
 * the highest number says that was ever written, so events may come in any order, and again.
 */
final class SaleRows {

    /** VALUES and not an alias of the row, which MySQL 8.0.15 does not know; changed_no comes last, as all look at it. */
    private static final String MOVE_ON = "INSERT INTO sales (sale, last_no, definition, state, changed_no)"
            + " VALUES (?, ?, JSON_EXTRACT(?, '$.definition'), ?, ?) ON DUPLICATE KEY UPDATE"
            + " last_no = GREATEST(last_no, VALUES(last_no)),"
            + " definition = IF(VALUES(changed_no) > changed_no, VALUES(definition), definition),"
            + " state = IF(VALUES(changed_no) > changed_no, VALUES(state), state),"
            + " changed_no = GREATEST(changed_no, VALUES(changed_no))";

    private static final String HOLD =
            "INSERT INTO sales (sale, last_no) VALUES (?, 0) ON DUPLICATE KEY UPDATE last_no = last_no";

    private static final String REBUILD = "UPDATE sales JOIN (SELECT COALESCE(MAX(no), 0) AS last_no,"
            + " COALESCE(MAX(IF(kind = 'SALE_CHANGED', no, NULL)), 0) AS changed_no FROM events WHERE sale = ?) newest"
            + " LEFT JOIN events ON events.sale = sales.sale AND events.no = newest.changed_no"
            + " SET sales.last_no = newest.last_no, sales.changed_no = newest.changed_no,"
            + " sales.definition = JSON_EXTRACT(events.detail, '$.definition'),"
            + " sales.state = events.detail ->> '$.state' WHERE sales.sale = ?";

    private SaleRows() {}

    /** What a batch says of a sale. */
    private static final class News {
        private long lastNo;
        private SaleEvent.SaleChanged changed;

        private void add(SaleEvent event) {
            lastNo = Math.max(lastNo, event.no());
            if (event instanceof SaleEvent.SaleChanged change && (changed == null || change.no() > changed.no())) {
                changed = change;
            }
        }
    }

    /**
     * Takes the sales as far as these events, which are committed already, and never back. One statement that commits by
     * itself: all batches of a sale meet in its row, and whoever holds it must not be able to stand still meanwhile.
     *
     * @param connection with auto-commit
     */
    static void moveOn(Connection connection, Iterable<? extends SaleEvent> events) throws SQLException {
        Map<String, News> sales = new TreeMap<>(); // in order, so that no two wait for each other in a circle
        for (SaleEvent event : events) {
            if (event.no() != SaleEvent.UNNUMBERED) {
                sales.computeIfAbsent(event.sale().value(), first -> new News()).add(event);
            }
        }
        if (sales.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(MOVE_ON)) {
            for (Map.Entry<String, News> sale : sales.entrySet()) {
                SaleEvent.SaleChanged changed = sale.getValue().changed;
                insert.setString(1, sale.getKey());
                insert.setLong(2, sale.getValue().lastNo);
                insert.setString(3, changed == null ? null : EventDetail.of(changed));
                insert.setString(4, changed == null ? null : changed.state().name());
                insert.setLong(5, changed == null ? 0 : changed.no());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Makes the sale's row anew, within the caller's transaction. It holds the row before it looks at the journal, so that
     * nobody can move it on in between and be undone.
     */
    static void rebuild(Connection connection, String sale) throws SQLException {
        try (PreparedStatement hold = connection.prepareStatement(HOLD);
                PreparedStatement rebuild = connection.prepareStatement(REBUILD)) {
            hold.setString(1, sale);
            hold.executeUpdate();
            rebuild.setString(1, sale);
            rebuild.setString(2, sale);
            rebuild.executeUpdate();
        }
    }
}
