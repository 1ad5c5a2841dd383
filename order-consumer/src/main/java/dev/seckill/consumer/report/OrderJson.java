package dev.seckill.consumer.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Orders and events as JSON. Thread-safe. */
public final class OrderJson {

    private static final JsonFactory JSON = new JsonFactory();

    private OrderJson() {}

    /** Writes JSON into a text. */
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    /** One order. */
    public static String of(OrderView order) {
        return text(json -> write(json, order));
    }

    /** A part of the orders of a sale. */
    public static String orders(Part<OrderView> part) {
        return text(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("orders");
            for (OrderView order : part.entries()) {
                write(json, order);
            }
            json.writeEndArray();
            end(json, part.next());
        });
    }

    /** A part of a sale's journal. */
    public static String events(Part<EventView> part) {
        return text(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("events");
            for (EventView event : part.entries()) {
                write(json, event);
            }
            json.writeEndArray();
            end(json, part.next());
        });
    }

    static String text(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            writing.to(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return text.toString();
    }

    static void writeTime(JsonGenerator json, String field, Instant time) throws IOException {
        json.writeStringField(field, time == null ? null : time.toString());
    }

    private static void end(JsonGenerator json, Long next) throws IOException {
        if (next == null) {
            json.writeNullField("next");
        } else {
            json.writeNumberField("next", next);
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, OrderView order) throws IOException {
        json.writeStartObject();
        json.writeStringField("orderId", order.orderId());
        json.writeStringField("sale", order.sale());
        json.writeNumberField("seq", order.seq());
        json.writeStringField("buyer", order.buyer());
        json.writeStringField("item", order.item());
        json.writeNumberField("quantity", order.quantity());
        json.writeStringField("state", order.state());
        writeTime(json, "decidedAt", order.decidedAt());
        writeTime(json, "heldUntil", order.heldUntil());
        writeTime(json, "settledAt", order.settledAt());
        writeTime(json, "storedAt", order.storedAt());
        json.writeNumberField("no", order.no());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, EventView event) throws IOException {
        json.writeStartObject();
        json.writeNumberField("no", event.no());
        json.writeStringField("kind", event.kind());
        json.writeStringField("orderId", event.orderId());
        json.writeNumberField("units", event.units());
        json.writeNumberField("left", event.left());
        writeTime(json, "at", event.at());
        json.writeFieldName("detail");
        json.writeRawValue(event.detail() == null ? "null" : event.detail());
        json.writeEndObject();
    }
}
