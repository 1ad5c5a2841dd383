package dev.seckill.consumer.store;

import dev.seckill.model.event.EventDetail;
import dev.seckill.model.event.SaleEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of the table {@code events}: how an entry of the journal is written and read back. */
final class EventRows {

    private static final String INSERT = "INSERT INTO events"
            + " (sale, no, kind, order_id, quantity, left_after, at, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SELECT =
            "SELECT sale, no, kind, order_id, quantity, left_after, at, detail IS NOT NULL FROM events WHERE (sale, no) IN (";
    private static final String HAS_DETAIL =
            "SELECT COUNT(*) FROM events WHERE sale = ? AND no = ? AND detail = CAST(? AS JSON)";

    /** Keys in one IN list take as much, so that the question stays below 1024 bytes, the lowest packet limit of MySQL. */
    private static final int KEYS_BYTES_MAX = 850;
    /** What a key takes beside the sale: the longest number, brackets, quotes and commas. */
    private static final int KEY_BYTES = 25;

    private EventRows() {}

    /** Inserts all of them; the driver rewrites the batch into one statement, or several if the packet limit is low. */
    static void insert(Connection connection, List<? extends SaleEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (SaleEvent event : events) {
                StoredEvent row = StoredEvent.of(event);
                insert.setString(1, event.sale().value());
                insert.setLong(2, event.no());
                insert.setString(3, row.kind());
                insert.setString(4, row.orderId());
                insert.setLong(5, row.units());
                insert.setLong(6, row.left());
                insert.setString(7, OrderRows.utc(row.at()));
                insert.setString(8, EventDetail.of(event));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The entries that the journal has at these places. */
    static Map<EventKey, StoredEvent> find(Connection connection, Collection<EventKey> keys) throws SQLException {
        Map<EventKey, StoredEvent> found = new HashMap<>();
        List<EventKey> some = new ArrayList<>();
        int bytes = 0;
        for (EventKey key : keys) {
            int more = key.sale().length() + KEY_BYTES;
            if (bytes + more > KEYS_BYTES_MAX) {
                findSome(connection, some, found);
                some.clear();
                bytes = 0;
            }
            some.add(key);
            bytes += more;
        }
        findSome(connection, some, found);
        return found;
    }

    private static void findSome(Connection connection, List<EventKey> keys, Map<EventKey, StoredEvent> found)
            throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        String marks = String.join(",", Collections.nCopies(keys.size(), "(?,?)"));
        try (PreparedStatement select = connection.prepareStatement(SELECT + marks + ")")) {
            int place = 0;
            for (EventKey key : keys) {
                select.setString(++place, key.sale());
                select.setLong(++place, key.no());
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(new EventKey(rows.getString(1), rows.getLong(2)), read(rows));
                }
            }
        }
    }

    private static StoredEvent read(ResultSet row) throws SQLException {
        return new StoredEvent(
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                OrderRows.instant(row, 7),
                row.getBoolean(8));
    }

    /** Whether the entry at the event's place has the same detail; MySQL compares, because it writes JSON its own way. */
    static boolean hasDetailOf(Connection connection, SaleEvent event) throws SQLException {
        String detail = EventDetail.of(event);
        if (detail == null) {
            return true;
        }
        try (PreparedStatement select = connection.prepareStatement(HAS_DETAIL)) {
            select.setString(1, event.sale().value());
            select.setLong(2, event.no());
            select.setString(3, detail);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() && rows.getInt(1) == 1;
            }
        }
    }
}
