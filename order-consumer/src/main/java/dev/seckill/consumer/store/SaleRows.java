package dev.seckill.consumer.store;

import dev.seckill.model.event.SaleEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of the table {@code sales}: how far each sale's journal has come, and what was laid down last. */
final class SaleRows {

    /** VALUES and not an alias of the row, which MySQL 8.0.15 does not know. */
    private static final String MOVE_ON = "INSERT INTO sales (sale, last_no) VALUES (?, ?)"
            + " ON DUPLICATE KEY UPDATE last_no = GREATEST(last_no, VALUES(last_no))";

    /** Whoever gets here holds the sale's row, so of two that change a sale at once the later one sees both changes. */
    private static final String REDEFINE = "UPDATE sales SET definition = (SELECT JSON_EXTRACT(detail, '$.definition')"
            + " FROM events WHERE events.sale = sales.sale AND kind = 'SALE_CHANGED' ORDER BY no DESC LIMIT 1)"
            + " WHERE sale = ?";

    private SaleRows() {}

    /**
     * Takes the sales as far as these events, which the caller's transaction has stored already, and never back. To be done
     * last, because batches that are stored at once wait here for each other's commit; the sales are in order, so that none
     * waits for another in a circle.
     */
    static void moveOn(Connection connection, Iterable<? extends SaleEvent> events) throws SQLException {
        Map<String, Long> lastNos = new TreeMap<>();
        Set<String> changed = new TreeSet<>();
        for (SaleEvent event : events) {
            if (event.no() != SaleEvent.UNNUMBERED) {
                lastNos.merge(event.sale().value(), event.no(), Math::max);
                if (event instanceof SaleEvent.SaleChanged) {
                    changed.add(event.sale().value());
                }
            }
        }
        moveOn(connection, lastNos);
        redefine(connection, changed);
    }

    private static void moveOn(Connection connection, Map<String, Long> lastNos) throws SQLException {
        if (lastNos.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(MOVE_ON)) {
            for (Map.Entry<String, Long> sale : lastNos.entrySet()) {
                insert.setString(1, sale.getKey());
                insert.setLong(2, sale.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void redefine(Connection connection, Set<String> sales) throws SQLException {
        if (sales.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(REDEFINE)) {
            for (String sale : sales) {
                update.setString(1, sale);
                update.addBatch();
            }
            update.executeBatch();
        }
    }
}
