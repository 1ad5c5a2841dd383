package dev.seckill.consumer.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Where an order stands in the journal of its sale.
 *
 * @param no number of the event that accepted it
 * @param birth when the sale's first event was decided
 */
public record OrderPlace(long no, Instant birth) {

    static OrderPlace read(ResultSet row) throws SQLException {
        return new OrderPlace(row.getLong(1), OrderView.instant(row, 2));
    }
}
