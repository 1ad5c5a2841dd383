package dev.seckill.model.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** What only the kind of an event has, written in the same way on the wire and in the order book. Thread-safe. */
public final class EventDetail {

    private static final JsonFactory FACTORY = new JsonFactory();

    private EventDetail() {}

    /** A JSON object of its own; null for an order of which the order book has all fields as columns. */
    public static String of(SaleEvent event) {
        if (event instanceof SaleEvent.Accepted accepted && !accepted.isOpen()) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            write(json, event);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return text.toString();
    }

    /** Writes the fields into an object that is begun. */
    static void write(JsonGenerator json, SaleEvent event) throws IOException {
        if (event instanceof SaleEvent.Accepted accepted) {
            if (accepted.heldUntil() != null) {
                json.writeStringField("heldUntil", accepted.heldUntil().toString());
            }
            if (accepted.cancellable()) {
                json.writeBooleanField("cancellable", true);
            }
        } else if (event instanceof SaleEvent.Restocked restocked) {
            json.writeStringField("by", restocked.by());
        } else if (event instanceof SaleEvent.Confirmed confirmed) {
            json.writeStringField("by", confirmed.by());
        } else if (event instanceof SaleEvent.Released released) {
            json.writeStringField("by", released.by());
            json.writeStringField("reason", released.reason().name());
            json.writeStringField(
                    "buyer", released.buyer() == null ? null : released.buyer().value());
        } else if (event instanceof SaleEvent.Late late) {
            json.writeStringField("by", late.by());
        } else if (event instanceof SaleEvent.Extended extended) {
            json.writeStringField("by", extended.by());
            json.writeStringField("heldUntil", extended.heldUntil().toString());
        } else if (event instanceof SaleEvent.SaleChanged changed) {
            json.writeStringField("by", changed.by());
            json.writeStringField("change", changed.change().name());
            json.writeStringField("state", changed.state().name());
            json.writeObjectFieldStart("definition");
            write(json, changed.definition());
            json.writeEndObject();
        } else if (event instanceof SaleEvent.Recovered recovered) {
            json.writeNumberField("epoch", recovered.epoch());
            write(json, "voided", recovered.voided());
            write(json, "voidedSeqs", recovered.voidedSeqs());
        } else {
            throw new IllegalArgumentException("no detail is known of the kind " + event.kind());
        }
        if (event instanceof SaleEvent.OfOrder ofOrder && ofOrder.after() != SaleEvent.OfOrder.UNKNOWN) {
            json.writeNumberField("after", ofOrder.after());
        }
    }

    private static void write(JsonGenerator json, SaleDefinition definition) throws IOException {
        json.writeStringField("name", definition.name());
        json.writeStringField("item", definition.item());
        json.writeStringField("opensAt", text(definition.opensAt()));
        json.writeStringField("closesAt", text(definition.closesAt()));
        json.writeNumberField("perBuyer", definition.perBuyer());
        json.writeNumberField("perOrder", definition.perOrder());
        HoldRules holds = definition.holds();
        if (holds.holds()) {
            json.writeNumberField("holdFor", holds.holdFor().toSeconds());
            json.writeNumberField("holdMax", holds.holdMax().toSeconds());
        }
        if (holds.cancellable()) {
            json.writeBooleanField("cancellable", true);
        }
        if (definition.picture() != null) {
            json.writeStringField("picture", definition.picture());
        }
    }

    private static void write(JsonGenerator json, String name, List<NumberRange> ranges) throws IOException {
        json.writeArrayFieldStart(name);
        for (NumberRange range : ranges) {
            json.writeArray(new long[] {range.first(), range.last()}, 0, 2);
        }
        json.writeEndArray();
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
