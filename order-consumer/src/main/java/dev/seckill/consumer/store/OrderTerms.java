package dev.seckill.consumer.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * What an entry of the journal says of its order beside units, as far as the book can tell.
 *
 * @param heldUntil until when the order is held from then on; null if it does not say
 * @param cancellable whether it can be given back even when it is confirmed
 * @param reason why its units go back, as it is on the wire; null if they do not
 */
public record OrderTerms(Instant heldUntil, boolean cancellable, String reason) {

    /** Of an entry that says nothing of the kind. */
    public static final OrderTerms NONE = new OrderTerms(null, false, null);

    /** The columns that {@link #read} takes, of the table {@code events} as {@code e}. */
    static final String COLUMNS = "e.detail ->> '$.heldUntil', e.detail ->> '$.cancellable', e.detail ->> '$.reason'";

    /** @param first the place of the first of the columns */
    static OrderTerms read(ResultSet row, int first) throws SQLException {
        String heldUntil = row.getString(first);
        String cancellable = row.getString(first + 1);
        String reason = row.getString(first + 2);
        return heldUntil == null && cancellable == null && reason == null
                ? NONE
                : new OrderTerms(time(heldUntil), "true".equals(cancellable), reason);
    }

    /** No consumer has stored what is no time. */
    private static Instant time(String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException foreign) {
            return null;
        }
    }
}
