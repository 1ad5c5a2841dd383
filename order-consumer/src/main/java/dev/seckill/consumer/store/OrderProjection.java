package dev.seckill.consumer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Takes the rows of orders as far as the journal, within the transaction that writes the journal: each row has the state of
 * the highest number that the journal has of its order, in whatever order, and from however many writers, the events come.
 *
 * <p>A writer takes the rows of its orders before it writes their events, and whoever finds a row taken waits. So nobody who
 * holds a row misses a committed event of it, and of two writers the later one sees all. Only an order that nobody has
 * accepted yet has no row to take: whoever wrote an event of it looks for the row again, and whoever accepts it waits for
 * such events and looks at them.
 */
final class OrderProjection {

    private static final String MOVE_ON =
            "UPDATE orders FORCE INDEX (orders_order_id) SET state = ?, held_until = COALESCE(?, held_until),"
                    + " settled_at = COALESCE(?, settled_at), last_no = ? WHERE order_id = ? AND sale = ? AND last_no < ?";

    private static final String AMONG = " WHERE order_id IN (";
    // Each asks for a column more than its index has: otherwise MySQL may read, and lock, the index from end to end.
    private static final String LOCK = "SELECT order_id, last_no FROM orders FORCE INDEX (orders_order_id)" + AMONG;
    private static final String COUNT = "SELECT COUNT(kind) FROM events FORCE INDEX (events_order_id)" + AMONG;

    private static final String HELD_UNTIL = "detail ->> '$.heldUntil'";

    /** The first part takes each order's numbers from the index, the rest the entries under them. */
    private static final String RENEW = "UPDATE (SELECT order_id, sale, MAX(no) AS last_no,"
            + " MAX(IF(kind IN ('ACCEPTED', 'EXTENDED'), no, 0)) AS held_no,"
            + " MAX(IF(kind IN ('ACCEPTED', 'CONFIRMED', 'RELEASED'), no, 0)) AS settled_no"
            + " FROM events FORCE INDEX (events_order_id)" + AMONG + "%s) GROUP BY order_id, sale) numbers"
            + " STRAIGHT_JOIN orders ON orders.order_id = numbers.order_id AND orders.sale = numbers.sale"
            + " STRAIGHT_JOIN events newest ON newest.sale = numbers.sale AND newest.no = numbers.last_no"
            + " LEFT JOIN events held ON held.sale = numbers.sale AND held.no = numbers.held_no"
            + " LEFT JOIN events settled ON settled.sale = numbers.sale AND settled.no = numbers.settled_no"
            + " SET orders.last_no = numbers.last_no, orders.state = CASE newest.kind"
            + " WHEN 'ACCEPTED' THEN IF(newest." + HELD_UNTIL + " IS NULL, 'CONFIRMED', 'HELD')"
            + " WHEN 'EXTENDED' THEN 'HELD' WHEN 'CONFIRMED' THEN 'CONFIRMED'"
            + " WHEN 'RELEASED' THEN 'RELEASED' WHEN 'LATE' THEN 'RELEASED' ELSE orders.state END,"
            + " orders.held_until = TRIM(TRAILING 'Z' FROM held." + HELD_UNTIL + "),"
            + " orders.settled_at = IF(settled.kind = 'ACCEPTED' AND settled." + HELD_UNTIL
            + " IS NOT NULL, NULL, settled.at)";

    /** So many in one IN list: packets of 16 KB, a thousandth of what MySQL takes unless it is told otherwise, are enough. */
    private static final int KEYS_MAX = 200;

    private final Connection connection;
    private final OrderLives lives;
    /** Orders whose row was not there, or knew more already. */
    private final List<String> left = new ArrayList<>();

    /** For one batch, within the transaction of the connection. */
    OrderProjection(Connection connection, OrderLives lives) {
        this.connection = connection;
        this.lives = lives;
    }

    /** Takes the rows that are there of the batch's orders, before anything else is done. */
    void lock() throws SQLException {
        lock(lives.ids());
    }

    /** Before the events are written: moves orders on that were accepted by other batches. */
    void moveOn() throws SQLException {
        List<Map.Entry<OrderLives.Key, OrderLife>> others = lives.acceptedElsewhere();
        if (others.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(MOVE_ON)) {
            for (Map.Entry<OrderLives.Key, OrderLife> other : others) {
                OrderLife life = other.getValue();
                update.setString(1, life.state().name());
                update.setString(2, OrderRows.utc(life.heldUntil()));
                update.setString(3, OrderRows.utc(life.settledAt()));
                update.setLong(4, life.lastNo());
                update.setString(5, other.getKey().orderId());
                update.setString(6, other.getKey().sale());
                update.setLong(7, life.firstNo());
                update.addBatch();
            }
            int[] moved = update.executeBatch();
            for (int i = 0; i < moved.length; i++) {
                if (moved[i] != 1 && moved[i] != Statement.SUCCESS_NO_INFO) {
                    left.add(others.get(i).getKey().orderId());
                }
            }
        }
    }

    /** After the events are written: looks at what was left, and at events of new orders that were there before them. */
    void settle() throws SQLException {
        List<String> accepted = lives.acceptedIds();
        if (countEvents(accepted) != lives.acceptedEvents()) {
            left.addAll(accepted);
        }
        renew(connection, left);
    }

    /** After the events are written, of which some may be refused: makes all of the batch's orders anew. */
    void renew() throws SQLException {
        countEvents(lives.acceptedIds()); // waits for those who write such events
        renew(connection, lives.ids());
    }

    /** Makes the rows of these orders anew from the journal, within the caller's transaction. */
    static void renew(Connection connection, Collection<String> orderIds) throws SQLException {
        List<String> there = new OrderProjection(connection, null).lock(orderIds);
        for (List<String> some : parts(there)) {
            try (PreparedStatement update = connection.prepareStatement(RENEW.replace("%s", marks(some)))) {
                set(update, some);
                update.executeUpdate();
            }
        }
    }

    private List<String> lock(Collection<String> orderIds) throws SQLException {
        List<String> there = new ArrayList<>();
        for (List<String> some : parts(new TreeSet<>(orderIds))) {
            try (PreparedStatement select = connection.prepareStatement(LOCK + marks(some) + ") FOR UPDATE")) {
                set(select, some);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        there.add(rows.getString(1));
                    }
                }
            }
        }
        return there;
    }

    /** How many events the journal has of these orders, those that others are writing included: it waits for their end. */
    private long countEvents(List<String> orderIds) throws SQLException {
        long count = 0;
        for (List<String> some : parts(orderIds)) {
            try (PreparedStatement select = connection.prepareStatement(COUNT + marks(some) + ") LOCK IN SHARE MODE")) {
                set(select, some);
                try (ResultSet rows = select.executeQuery()) {
                    count += rows.next() ? rows.getLong(1) : 0;
                }
            }
        }
        return count;
    }

    private static List<List<String>> parts(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += KEYS_MAX) {
            parts.add(all.subList(from, Math.min(all.size(), from + KEYS_MAX)));
        }
        return parts;
    }

    private static String marks(List<String> ids) {
        return String.join(",", Collections.nCopies(ids.size(), "?"));
    }

    private static void set(PreparedStatement statement, List<String> ids) throws SQLException {
        for (int i = 0; i < ids.size(); i++) {
            statement.setString(i + 1, ids.get(i));
        }
    }
}
