package dev.seckill.consumer.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * What a SALE_CHANGED entry lays down for the orders after it, as far as the book can tell.
 *
 * @param state as it is on the wire; the book may be of a newer program
 * @param opensAt null: it is open already
 * @param closesAt null: it does not close by itself
 * @param perBuyer units that one buyer may have; 0 for no limit
 * @param perOrder units that one order may have; 0 for no limit
 */
public record SaleRules(String state, Instant opensAt, Instant closesAt, long perBuyer, long perOrder) {

    /** The columns that {@link #read} takes, of the table {@code events} as {@code e}. */
    static final String COLUMNS = "e.detail ->> '$.state', e.detail ->> '$.definition.opensAt',"
            + " e.detail ->> '$.definition.closesAt', e.detail ->> '$.definition.perBuyer',"
            + " e.detail ->> '$.definition.perOrder'";

    /** @param first the place of the first of the columns */
    static SaleRules read(ResultSet row, int first) throws SQLException {
        return new SaleRules(
                row.getString(first),
                time(row.getString(first + 1)),
                time(row.getString(first + 2)),
                units(row.getString(first + 3)),
                units(row.getString(first + 4)));
    }

    /** No consumer has stored what is no time; MySQL has the word null for a JSON null. */
    private static Instant time(String text) {
        try {
            return text == null || text.equals("null") ? null : Instant.parse(text);
        } catch (DateTimeParseException foreign) {
            return null;
        }
    }

    private static long units(String text) {
        return text != null && text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
    }
}
