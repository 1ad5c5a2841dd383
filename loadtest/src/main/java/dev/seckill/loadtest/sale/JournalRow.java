package dev.seckill.loadtest.sale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seckill.loadtest.witness.JournalEvent;
import dev.seckill.model.event.NumberRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A row of the table {@code events}. */
final class JournalRow {

    static final String SELECT =
            "SELECT no, kind, order_id, quantity, left_after, detail FROM events WHERE sale = ? ORDER BY no";

    private static final ObjectMapper JSON = new ObjectMapper();

    private JournalRow() {}

    /** @throws SQLException also if the detail gives up what are no numbers */
    static JournalEvent read(ResultSet row) throws SQLException {
        return new JournalEvent(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                givenUp(row.getString(6)));
    }

    private static List<NumberRange> givenUp(String detail) throws SQLException {
        if (detail == null) {
            return List.of();
        }
        List<NumberRange> ranges = new ArrayList<>();
        try {
            for (JsonNode range : JSON.readTree(detail).path("voided")) {
                ranges.add(
                        new NumberRange(range.path(0).longValue(), range.path(1).longValue()));
            }
        } catch (JsonProcessingException | IllegalArgumentException malformed) {
            throw new SQLException("an event has a detail that cannot be read: " + detail, malformed);
        }
        return ranges;
    }
}
