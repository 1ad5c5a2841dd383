package dev.seckill.consumer.store;

import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.NumberRange;
import dev.seckill.model.event.SaleEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which numbers of a batch's sales were given up, by what the book and the batch itself say. Of a sale it asks for the few
 * events that are about no order.
 */
final class GivenUpNumbers {

    private static final String SELECT =
            "SELECT sale, no, detail -> '$.voided' FROM events FORCE INDEX (events_order_id)"
                    + " WHERE order_id IS NULL AND kind = 'RECOVERED' AND sale IN (";

    /** So many in one IN list, as {@link OrderProjection} has it. */
    private static final int SALES_MAX = 200;

    private final Map<String, GivenUp> bySale = new HashMap<>();

    private GivenUpNumbers() {}

    /** Those of the sales of these events. */
    static GivenUpNumbers of(Connection connection, List<? extends SaleEvent> events) throws SQLException {
        GivenUpNumbers numbers = new GivenUpNumbers();
        TreeSet<String> sales = new TreeSet<>();
        for (SaleEvent event : events) {
            sales.add(event.sale().value());
            if (event instanceof SaleEvent.Recovered) {
                numbers.bySale.merge(event.sale().value(), GivenUp.of(List.of(event)), GivenUp::and);
            }
        }
        List<String> all = List.copyOf(sales);
        for (int from = 0; from < all.size(); from += SALES_MAX) {
            numbers.read(connection, all.subList(from, Math.min(all.size(), from + SALES_MAX)));
        }
        return numbers;
    }

    private void read(Connection connection, List<String> sales) throws SQLException {
        String marks = String.join(",", Collections.nCopies(sales.size(), "?"));
        try (PreparedStatement select = connection.prepareStatement(SELECT + marks + ")")) {
            for (int i = 0; i < sales.size(); i++) {
                select.setString(i + 1, sales.get(i));
            }
            Map<String, Map<Long, List<NumberRange>>> said = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    said.computeIfAbsent(rows.getString(1), sale -> new HashMap<>())
                            .put(rows.getLong(2), JournalEntry.ranges(rows.getString(3)));
                }
            }
            said.forEach((sale, voided) ->
                    bySale.put(sale, bySale.getOrDefault(sale, GivenUp.NONE).and(voided)));
        }
    }

    /** Whether any of the events has such a number. */
    boolean haveAny(List<? extends SaleEvent> events) {
        return !bySale.isEmpty() && events.stream().anyMatch(this::have);
    }

    /** Whether the event has such a number. */
    boolean have(SaleEvent event) {
        return bySale.getOrDefault(event.sale().value(), GivenUp.NONE).has(event);
    }
}
