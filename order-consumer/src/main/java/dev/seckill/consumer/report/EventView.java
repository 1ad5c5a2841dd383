package dev.seckill.consumer.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * An entry of a sale's journal as the book shows it to others.
 *
 * @param kind as it is on the wire; the book may be of a newer program
 * @param orderId null if it is about no order
 * @param units below 0 when they were taken
 * @param detail a JSON object, or null
 */
public record EventView(long no, String kind, String orderId, long units, long left, Instant at, String detail) {

    static final String SELECT = "SELECT no, kind, order_id, quantity, left_after, at, detail FROM events";

    static EventView read(ResultSet row) throws SQLException {
        return new EventView(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                OrderView.instant(row, 6),
                row.getString(7));
    }
}
