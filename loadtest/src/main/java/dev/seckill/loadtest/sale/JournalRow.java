package dev.seckill.loadtest.sale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seckill.loadtest.witness.JournalEvent;
import dev.seckill.model.event.NumberRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A row of the table {@code events}. */
final class JournalRow {

    static final String SELECT =
            "SELECT no, kind, order_id, quantity, left_after, at, detail FROM events WHERE sale = ? ORDER BY no";

    private static final ObjectMapper JSON = new ObjectMapper();

    private JournalRow() {}

    /** @throws SQLException also if the detail is of another form */
    static JournalEvent read(ResultSet row) throws SQLException {
        String detail = row.getString(7);
        try {
            JsonNode more = JSON.readTree(detail == null ? "{}" : detail);
            return new JournalEvent(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getObject(6, LocalDateTime.class).toInstant(ZoneOffset.UTC),
                    hold(more),
                    givenUp(more));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException malformed) {
            throw new SQLException("an event has a detail that cannot be read: " + detail, malformed);
        }
    }

    private static JournalEvent.Hold hold(JsonNode detail) {
        JsonNode until = detail.path("heldUntil");
        return new JournalEvent.Hold(
                until.isTextual() ? Instant.parse(until.textValue()) : null,
                detail.path("cancellable").booleanValue(),
                detail.path("reason").textValue());
    }

    private static List<NumberRange> givenUp(JsonNode detail) {
        List<NumberRange> ranges = new ArrayList<>();
        for (JsonNode range : detail.path("voided")) {
            ranges.add(new NumberRange(range.path(0).longValue(), range.path(1).longValue()));
        }
        return ranges;
    }
}
