package dev.seckill.consumer.store;

import dev.seckill.model.event.Kind;
import dev.seckill.model.event.NumberRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry of a sale's journal as the book has it, and whether the orders agree with it.
 *
 * @param kind as it is on the wire; the book may be of a newer program
 * @param orderId null if it is about no order
 * @param buyer whose order it is; null if it is about none, or about one of nobody
 * @param units below 0 when they were taken
 * @param rules what it lays down, if it changes the sale; otherwise null
 * @param terms what it says of its order beside units
 * @param givenUp numbers that it gives up
 * @param ordersAgree whether the order that it is about is there, of the same sale, units and time, and is what the entry
 *     made of it, unless it knows a newer one
 */
public record JournalEntry(
        String sale,
        long no,
        String kind,
        String orderId,
        String buyer,
        long units,
        long left,
        Instant at,
        SaleRules rules,
        OrderTerms terms,
        List<NumberRange> givenUp,
        boolean ordersAgree) {

    private static final String HELD_UNTIL = "CAST(TRIM(TRAILING 'Z' FROM e.detail ->> '$.heldUntil') AS DATETIME(3))";

    /**
     * Whether the order {@code o} is what the entry {@code e} makes of it. Orders of older programs say nothing of when they
     * were settled.
     */
    static final String AGREES = "IF(e.kind IN ('ACCEPTED', 'CONFIRMED', 'RELEASED', 'LATE', 'EXTENDED'),"
            + " o.order_id IS NOT NULL AND o.sale = e.sale AND o.last_no >= e.no AND CASE e.kind"
            + " WHEN 'ACCEPTED' THEN o.quantity = -e.quantity AND o.decided_at = e.at"
            + " AND IF(" + HELD_UNTIL + " IS NULL, o.last_no > e.no"
            + " OR o.state = 'CONFIRMED' AND COALESCE(o.settled_at = e.at, TRUE),"
            + " COALESCE(o.held_until >= " + HELD_UNTIL + ", FALSE)"
            + " AND (o.last_no > e.no OR o.state = 'HELD' AND o.settled_at IS NULL))"
            + " WHEN 'EXTENDED' THEN COALESCE(o.held_until >= " + HELD_UNTIL + ", FALSE)"
            + " AND (o.last_no > e.no OR o.state = 'HELD' AND o.settled_at IS NULL)"
            + " WHEN 'CONFIRMED' THEN o.last_no > e.no"
            + " OR o.state = 'CONFIRMED' AND COALESCE(o.settled_at = e.at, FALSE)"
            + " WHEN 'RELEASED' THEN o.state = 'RELEASED' AND COALESCE(o.settled_at = e.at, FALSE)"
            + " ELSE o.last_no > e.no OR o.state = 'RELEASED' END, e.order_id IS NULL)";

    /** The same in a book of a program in which nothing became of an order. */
    private static final String AGREES_IN_V4 = "IF(e.kind = 'ACCEPTED', o.order_id IS NOT NULL AND o.sale = e.sale"
            + " AND o.quantity = -e.quantity AND o.decided_at = e.at AND o.last_no >= e.no, e.order_id IS NULL)";

    /** In the order of the primary key, so that nothing has to be sorted; both tables as they are at one moment. */
    static final String SELECT = "SELECT e.sale, e.no, e.kind, e.order_id, e.quantity, e.left_after, e.at, o.buyer,"
            + " e.detail -> '$.voided', " + AGREES + ", " + SaleRules.COLUMNS + ", " + OrderTerms.COLUMNS
            + " FROM events e FORCE INDEX (PRIMARY) LEFT JOIN orders o ON o.order_id = e.order_id"
            + " WHERE TRUE" + OrderBookReader.OF_SALE + " ORDER BY e.sale, e.no";

    static final String SELECT_IN_V4 = SELECT.replace(AGREES, AGREES_IN_V4);

    /** Sale and id of orders whose newest event is not in the journal, or is another order's. */
    static final String SELECT_STRAYS = "SELECT o.sale, o.order_id FROM orders o"
            + " LEFT JOIN events e ON e.sale = o.sale AND e.no = o.last_no"
            + " WHERE o.last_no > 0 AND NOT o.order_id <=> e.order_id" + OrderBookReader.OF_SALE;

    private static final Pattern RANGE = Pattern.compile("\\[(\\d{1,18}), (\\d{1,18})]");

    /** Copies the ranges. */
    public JournalEntry {
        givenUp = List.copyOf(givenUp);
    }

    static JournalEntry read(ResultSet row) throws SQLException {
        return new JournalEntry(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(8),
                row.getLong(5),
                row.getLong(6),
                OrderRows.instant(row, 7),
                row.getString(3).equals(Kind.SALE_CHANGED.name()) ? SaleRules.read(row, 11) : null,
                OrderTerms.read(row, 16),
                ranges(row.getString(9)),
                row.getBoolean(10));
    }

    /** Ranges of numbers as MySQL shows their JSON; null for none. */
    static List<NumberRange> ranges(String json) {
        List<NumberRange> ranges = new ArrayList<>();
        Matcher each = RANGE.matcher(json == null ? "" : json);
        while (each.find()) {
            long first = Long.parseLong(each.group(1));
            long last = Long.parseLong(each.group(2));
            if (first >= 1 && first <= last) { // no consumer has stored another
                ranges.add(new NumberRange(first, last));
            }
        }
        return ranges;
    }
}
