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

/** Whether the tables of the order book are those of this program, before anything is written to them or changed in them. */
final class BookTables {

    private static final String COLUMNS = "SELECT column_name, column_type FROM information_schema.columns"
            + " WHERE table_schema = DATABASE() AND table_name = ?";
    private static final String UNIQUE_KEYS =
            "SELECT GROUP_CONCAT(column_name ORDER BY seq_in_index) FROM information_schema.statistics"
                    + " WHERE table_schema = DATABASE() AND table_name = ? AND non_unique = 0 GROUP BY index_name";

    private static final String TEXT = "(var)?char\\(\\d+\\)";
    private static final String WHOLE_NUMBER = "bigint(\\(\\d+\\))?";
    private static final String TIME = "(timestamp|datetime)\\([3-6]\\)";
    private static final String BYTES = "(var)?binary\\(\\d+\\)";
    /** MariaDB has texts that are checked. */
    private static final String JSON = "json|longtext";

    /** The oldest book has these columns of orders; later ones come with the migrations. */
    private static final List<Shape> TABLES = List.of(
            new Shape(
                    "orders",
                    Map.of(
                            "order_id", TEXT,
                            "sale", TEXT,
                            "seq", WHOLE_NUMBER,
                            "buyer", TEXT,
                            "quantity", "(big)?int(\\(\\d+\\))?",
                            "decided_at", TIME,
                            "created_at", TIME),
                    List.of("order_id", "sale,seq")),
            new Shape(
                    "events",
                    Map.of(
                            "sale", TEXT,
                            "no", WHOLE_NUMBER,
                            "kind", TEXT,
                            "order_id", TEXT,
                            "quantity", WHOLE_NUMBER,
                            "left_after", WHOLE_NUMBER,
                            "at", TIME,
                            "detail", JSON),
                    List.of("sale,no")),
            new Shape(
                    "sales",
                    Map.of("sale", TEXT, "definition", JSON, "last_no", WHOLE_NUMBER, "updated_at", TIME),
                    List.of("sale")),
            new Shape(
                    "certified",
                    Map.of(
                            "origin", TEXT,
                            "size", WHOLE_NUMBER,
                            "root", BYTES,
                            "edge", BYTES,
                            "note", "(medium|long)?text",
                            "made", TIME),
                    List.of("origin,size")));

    /**
     * What a table has at least.
     *
     * @param types each column that is written or read, by its kind: how wide it may be is left to its owner
     * @param keys what must be unique
     */
    private record Shape(String table, Map<String, String> types, List<String> keys) {

        List<String> problems(Map<String, String> columns, Set<String> unique) {
            List<String> problems = new ArrayList<>();
            new TreeMap<>(types).forEach((name, type) -> {
                String found = columns.get(name);
                if (found == null) {
                    problems.add("no column " + name);
                } else if (!found.matches(type)) {
                    problems.add("column " + name + " is " + found);
                }
            });
            keys.stream()
                    .filter(key -> !unique.contains(key))
                    .forEach(key -> problems.add("no unique key (" + key + ")"));
            return problems;
        }
    }

    private BookTables() {}

    /**
     * The tables that are not there, {@code orders} first.
     *
     * @throws SchemaException if a name belongs to something else
     */
    static List<String> missing(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (Shape shape : TABLES) {
            Map<String, String> columns = columns(connection, shape.table());
            if (columns.isEmpty()) {
                missing.add(shape.table());
                continue;
            }
            List<String> problems = shape.problems(columns, uniqueKeys(connection, shape.table()));
            if (!problems.isEmpty()) {
                throw new SchemaException(
                        "mysql: the table " + shape.table() + " of the database " + connection.getCatalog()
                                + " is not the one of this program: " + String.join(", ", problems)
                                + "; give it a database of its own (--mysql)",
                        null);
            }
        }
        return missing;
    }

    private static Map<String, String> columns(Connection connection, String table) throws SQLException {
        Map<String, String> columns = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS)) {
            select.setString(1, table);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return columns;
    }

    private static Set<String> uniqueKeys(Connection connection, String table) throws SQLException {
        Set<String> keys = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(UNIQUE_KEYS)) {
            select.setString(1, table);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
            }
        }
        return keys;
    }
}
