package dev.seckill.consumer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whether the table {@code orders} is the one of this program, before anything is written to it or changed in it. */
final class OrdersTable {

    private static final String COLUMNS = "SELECT column_name, column_type FROM information_schema.columns"
            + " WHERE table_schema = DATABASE() AND table_name = 'orders'";
    private static final String UNIQUE_KEYS =
            "SELECT GROUP_CONCAT(column_name ORDER BY seq_in_index) FROM information_schema.statistics"
                    + " WHERE table_schema = DATABASE() AND table_name = 'orders' AND non_unique = 0 GROUP BY index_name";

    /** Each column that is written or read, by its kind: how wide it may be is left to its owner. */
    private static final Map<String, String> TYPES = new TreeMap<>(Map.of(
            "order_id", "(var)?char\\(\\d+\\)",
            "sale", "(var)?char\\(\\d+\\)",
            "seq", "bigint(\\(\\d+\\))?",
            "buyer", "(var)?char\\(\\d+\\)",
            "quantity", "(big)?int(\\(\\d+\\))?",
            "decided_at", "(timestamp|datetime)\\([3-6]\\)",
            "created_at", "(timestamp|datetime)\\([3-6]\\)"));

    private static final List<String> KEYS = List.of("order_id", "sale,seq");

    private OrdersTable() {}

    /**
     * True if it is there; false if there is none.
     *
     * @throws SchemaException if the name belongs to something else
     */
    static boolean isThere(Connection connection) throws SQLException {
        Map<String, String> columns = columns(connection);
        if (columns.isEmpty()) {
            return false;
        }
        List<String> problems = new ArrayList<>();
        TYPES.forEach((name, type) -> {
            String found = columns.get(name);
            if (found == null) {
                problems.add("no column " + name);
            } else if (!found.matches(type)) {
                problems.add("column " + name + " is " + found);
            }
        });
        Set<String> unique = uniqueKeys(connection);
        KEYS.stream().filter(key -> !unique.contains(key)).forEach(key -> problems.add("no unique key (" + key + ")"));
        if (!problems.isEmpty()) {
            throw new SchemaException(
                    "mysql: the table orders of the database " + connection.getCatalog()
                            + " is not the one of this program: " + String.join(", ", problems)
                            + "; give it a database of its own (--mysql)",
                    null);
        }
        return true;
    }

    private static Map<String, String> columns(Connection connection) throws SQLException {
        Map<String, String> columns = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                columns.put(rows.getString(1), rows.getString(2));
            }
        }
        return columns;
    }

    private static Set<String> uniqueKeys(Connection connection) throws SQLException {
        Set<String> keys = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(UNIQUE_KEYS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys;
    }
}
