package dev.seckill.loadtest.sale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seckill.loadtest.witness.SaleStep;
import dev.seckill.loadtest.witness.SaleTerms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** A row of the table {@code events} with the buyer of its order. */
final class StepRow {

    static final String SELECT = "SELECT e.no, e.kind, e.at, e.quantity, o.buyer, e.detail FROM events e"
            + " LEFT JOIN orders o ON o.order_id = e.order_id WHERE e.sale = ? ORDER BY e.no";

    private static final ObjectMapper JSON = new ObjectMapper();

    private StepRow() {}

    /** @throws SQLException also if the detail is of another form */
    static SaleStep read(ResultSet row) throws SQLException {
        String detail = row.getString(6);
        try {
            JsonNode more = JSON.readTree(detail == null ? "{}" : detail);
            return new SaleStep(
                    row.getLong(1),
                    row.getString(2),
                    row.getObject(3, LocalDateTime.class).toInstant(ZoneOffset.UTC),
                    row.getLong(4),
                    row.getString(5),
                    more.path("by").textValue(),
                    more.path("change").textValue(),
                    terms(more.path("definition")));
        } catch (JsonProcessingException | DateTimeException | NullPointerException malformed) {
            throw new SQLException("an event has a detail that cannot be read: " + detail, malformed);
        }
    }

    private static SaleTerms terms(JsonNode definition) {
        return definition.isMissingNode()
                ? null
                : new SaleTerms(
                        time(definition.path("opensAt")),
                        time(definition.path("closesAt")),
                        definition.path("perBuyer").longValue(),
                        definition.path("perOrder").longValue());
    }

    private static Instant time(JsonNode text) {
        return text.isTextual() ? Instant.parse(text.textValue()) : null;
    }
}
