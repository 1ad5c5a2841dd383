package dev.seckill.consumer.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.Kind;
import dev.seckill.model.event.SaleEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The events of a sale as they were logged, put together again from the rows that became of them. What is the same for the
 * codec is the same event, byte for byte, whether it comes from the order log or from here.
 */
public final class LoggedEvents {

    private static final JsonFactory JSON = new JsonFactory();

    private static final String NEXT = selectBy("PRIMARY") + "ORDER BY e.no LIMIT ?";

    /** Found among the few events that are about no order, since a proof asks for them. */
    private static final String RECOVERIES =
            selectBy("events_order_id") + "AND e.order_id IS NULL AND e.kind = 'RECOVERED' ORDER BY e.no LIMIT ?";

    private static final String ENDS = "SELECT sale, last_no FROM sales WHERE last_no > 0";
    private static final String END = "SELECT last_no FROM sales WHERE sale = ?";
    private static final String HELD = "SELECT 1 FROM orders WHERE sale = ? AND state = 'HELD' LIMIT 1";

    /** A sale is recovered by hand. */
    private static final int RECOVERIES_MAX = 10_000;

    private final DataSource dataSource;

    private static String selectBy(String index) {
        return "SELECT e.sale, e.no, e.kind, e.order_id, e.quantity, e.left_after, e.at,"
                + " e.detail, o.seq, o.buyer, o.item FROM events e FORCE INDEX (" + index + ")"
                + " LEFT JOIN orders o ON o.order_id = e.order_id AND o.sale = e.sale AND e.kind = 'ACCEPTED'"
                + " WHERE e.sale = ? AND e.no > ? ";
    }

    /** @param dataSource stays open */
    public LoggedEvents(DataSource dataSource) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
    }

    /**
     * The events with the next higher numbers, wherever those are, in their order.
     *
     * @throws StoreUnavailableException if the book does not answer
     * @throws dev.seckill.model.UndecodableOrderException if a row is not what became of an event
     */
    public List<SaleEvent> after(SaleId sale, long no, int most) {
        return read(NEXT, sale, no, most);
    }

    /** The same of the RECOVERED events alone. */
    public List<SaleEvent> recoveriesAfter(SaleId sale, long no) {
        return read(RECOVERIES, sale, no, RECOVERIES_MAX);
    }

    /** The highest number of each sale's journal, as far as the sale's row tells, which may be a moment behind. */
    public Map<SaleId, Long> ends() {
        Map<SaleId, Long> ends = new TreeMap<>(Comparator.comparing(SaleId::value));
        ask(ENDS, row -> ends.put(new SaleId(row.getString(1)), row.getLong(2)));
        return ends;
    }

    /** The same of one sale; 0 if the book has nothing of it. */
    public long end(SaleId sale) {
        long[] end = new long[1];
        ask(END, row -> end[0] = row.getLong(1), sale.value());
        return end[0];
    }

    /** Whether an order of the sale still waits to be confirmed. */
    public boolean hasHeld(SaleId sale) {
        boolean[] found = new boolean[1];
        ask(HELD, row -> found[0] = true, sale.value());
        return found[0];
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private void ask(String select, Row each, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(select)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    each.take(rows);
                }
            }
            connection.rollback();
        } catch (SQLException e) {
            throw MySqlOrderStore.unavailable(e);
        }
    }

    private List<SaleEvent> read(String select, SaleId sale, long no, int most) {
        List<SaleEvent> events = new ArrayList<>();
        ask(select, row -> events.add(EventCodec.decode(message(row))), sale.value(), no, most);
        return events;
    }

    /** A message that says what the row says; the codec reads from it what a message of that kind has. */
    private static byte[] message(ResultSet row) throws SQLException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            boolean isAccepted = row.getString(3).equals(Kind.ACCEPTED.name());
            json.writeStartObject();
            json.writeStringField("sale", row.getString(1));
            json.writeNumberField("no", row.getLong(2));
            json.writeStringField("kind", row.getString(3));
            if (row.getString(4) != null) {
                json.writeStringField("orderId", row.getString(4));
            }
            json.writeNumberField(isAccepted ? "quantity" : "units", isAccepted ? -row.getLong(5) : row.getLong(5));
            json.writeNumberField("left", row.getLong(6));
            json.writeStringField(
                    isAccepted ? "decidedAt" : "at", OrderRows.instant(row, 7).toString());
            if (isAccepted) {
                writeOrder(json, row);
            }
            if (row.getString(8) != null) {
                copyFields(row.getString(8), json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("the detail of an event in the order book is not JSON", e);
        }
        return bytes.toByteArray();
    }

    private static void writeOrder(JsonGenerator json, ResultSet row) throws SQLException, IOException {
        json.writeNumberField("seq", row.getLong(9));
        json.writeStringField("buyer", row.getString(10));
        if (row.getString(11) != null) {
            json.writeStringField("item", row.getString(11));
        }
    }

    private static void copyFields(String object, JsonGenerator json) throws IOException {
        try (JsonParser detail = JSON.createParser(object)) {
            if (detail.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is no object");
            }
            while (detail.nextToken() != JsonToken.END_OBJECT) {
                json.copyCurrentStructure(detail);
            }
        }
    }
}
