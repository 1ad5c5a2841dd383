package dev.seckill.consumer.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * An order as the book shows it to others.
 *
 * @param buyer null when unknown
 * @param item null if a program stored it that did not keep the item
 * @param heldUntil until when it is or was last held; null if it never was
 * @param settledAt when it was confirmed or released; null while it is held
 * @param storedAt when it came into the book
 * @param no the number of the newest event about it; 0 if an old program sold it
 */
public record OrderView(
        String orderId,
        String sale,
        long seq,
        String buyer,
        String item,
        int quantity,
        String state,
        Instant decidedAt,
        Instant heldUntil,
        Instant settledAt,
        Instant storedAt,
        long no) {

    /** Of a row from before there were holds, settled_at is NULL, and it was settled as it was decided. */
    static final String SELECT = "SELECT order_id, sale, seq, buyer, item, quantity, state, decided_at, held_until,"
            + " IF(state = 'HELD', NULL, COALESCE(settled_at, decided_at)), created_at, last_no FROM orders";

    static OrderView read(ResultSet row) throws SQLException {
        return new OrderView(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6),
                row.getString(7),
                instant(row, 8),
                instant(row, 9),
                instant(row, 10),
                instant(row, 11),
                row.getLong(12));
    }

    /** Sessions are in UTC. */
    static Instant instant(ResultSet row, int column) throws SQLException {
        LocalDateTime time = row.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
