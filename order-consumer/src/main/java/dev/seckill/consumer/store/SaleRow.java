package dev.seckill.consumer.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What the book says of a sale beside its journal.
 *
 * @param lastNo the number of its newest event
 * @param changedNo the number of the event that its definition and state are from; 0 if nobody has defined it
 * @param agrees whether they are as that event says; of 0, whether there are none
 */
public record SaleRow(String sale, long lastNo, long changedNo, boolean agrees) {

    static final String SELECT = "SELECT s.sale, s.last_no, s.changed_no,"
            + " (e.no IS NOT NULL OR s.changed_no = 0) AND s.definition <=> JSON_EXTRACT(e.detail, '$.definition')"
            + " AND CONVERT(s.state USING utf8mb4) COLLATE utf8mb4_bin <=> e.detail ->> '$.state' FROM sales s LEFT JOIN events e ON e.sale = s.sale"
            + " AND e.no = s.changed_no AND e.kind = 'SALE_CHANGED' WHERE TRUE" + OrderBookReader.OF_SALE;

    static SaleRow read(ResultSet row) throws SQLException {
        return new SaleRow(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4));
    }
}
