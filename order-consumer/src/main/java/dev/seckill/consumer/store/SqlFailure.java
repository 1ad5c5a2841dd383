package dev.seckill.consumer.store;

import java.sql.SQLException;
import java.util.Set;

/**
 * What a failed statement tells about its rows. Only what is known to be a row's own fault counts as one: everything
 * else is waited out, because parking an order for a full disk or a missing table would be wrong.
 */
enum SqlFailure {
    /** A unique key holds the value already. */
    DUPLICATE,
    /** The row itself cannot be stored: too long, out of range, refused by a constraint or trigger. */
    ROW,
    /** User, password or database are wrong; waiting does not help at the start. */
    ACCESS,
    /** Anything else: connection lost, deadlock, lock wait, read-only, too many connections, disk full. */
    TRANSIENT;

    static final int UNKNOWN_DATABASE = 1049;
    static final int NO_RIGHT_TO_DATABASE = 1044;

    private static final int DUPLICATE_ENTRY = 1062;
    /** Access denied to a database, for a user. */
    private static final Set<Integer> ACCESS_CODES = Set.of(NO_RIGHT_TO_DATABASE, 1045, 1698, UNKNOWN_DATABASE);
    /** Incorrect string value; CHECK violated. Both come with the general SQLState HY000. */
    private static final Set<Integer> ROW_CODES = Set.of(1366, 3819);
    /** Null in a NOT NULL column without the row being at fault would be our statement: a bug, not a row. */
    private static final Set<Integer> NOT_ROW_CODES = Set.of(1048, 1364);

    /** Data exception, integrity constraint, check option of a view, SIGNAL from a trigger. */
    private static final Set<String> ROW_STATE_CLASSES = Set.of("22", "23", "44", "45");

    static SqlFailure of(SQLException e) {
        int code = e.getErrorCode();
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (code == DUPLICATE_ENTRY) {
            return DUPLICATE;
        }
        if (ACCESS_CODES.contains(code)) {
            return ACCESS;
        }
        boolean rowState = state.length() == 5 && ROW_STATE_CLASSES.contains(state.substring(0, 2));
        // A client-side failure has no vendor code and says nothing about the row.
        boolean fromServer = code != 0;
        return fromServer && !NOT_ROW_CODES.contains(code) && (rowState || ROW_CODES.contains(code)) ? ROW : TRANSIENT;
    }
}
