package dev.seckill.consumer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Orders whose rows are not what the journal says. They are looked for page by page, so that nobody waits long for a row. */
final class DifferingOrders {

    private static final int PAGE = 200;

    private static final String OF_ENTRIES = "SELECT e.no, e.order_id FROM events e FORCE INDEX (PRIMARY)"
            + " LEFT JOIN orders o ON o.order_id = e.order_id WHERE e.sale = ? AND e.no > ?"
            + " AND e.order_id IS NOT NULL AND NOT " + JournalEntry.AGREES + " ORDER BY e.no LIMIT " + PAGE;

    private static final String STRAYS = "SELECT o.id, o.order_id FROM orders o"
            + " LEFT JOIN events e ON e.sale = o.sale AND e.no = o.last_no WHERE o.sale = ? AND o.id > ?"
            + " AND o.last_no > 0 AND NOT o.order_id <=> e.order_id ORDER BY o.id LIMIT " + PAGE;

    private DifferingOrders() {}

    /** Makes those of a sale anew, a transaction for each page. */
    static void renew(Connection connection, String sale) throws SQLException {
        renew(connection, sale, OF_ENTRIES);
        renew(connection, sale, STRAYS);
    }

    private static void renew(Connection connection, String sale, String pages) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(pages)) {
            List<String> page;
            long last = Long.MIN_VALUE;
            do {
                page = new ArrayList<>();
                select.setString(1, sale);
                select.setLong(2, last);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        last = rows.getLong(1);
                        page.add(rows.getString(2));
                    }
                }
                OrderProjection.renew(connection, page);
                connection.commit();
            } while (page.size() == PAGE);
        }
    }
}
