package dev.seckill.model.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.seckill.model.Order;
import dev.seckill.model.UndecodableOrderException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;

/**
 * An event on the wire: a JSON object in UTF-8. {@code kind} says which fields it has; a message without {@code kind} is an
 * order of an older program, which had no {@code no} either. Times are ISO 8601 in UTC. Unknown fields are skipped when
 * reading, so that a newer writer does not stop an older reader; an unknown kind is refused, because it must not be stored
 * as something else.
 *
 * <p>Thread-safe. Golden files in the tests pin the form of each kind.
 */
public final class EventCodec {

    /**
     * The longest message that may be an event, in bytes: some hundred times the usual one, so room for many unknown fields.
     * Readers need not hold more than that of any message.
     */
    public static final int MESSAGE_BYTES_MAX = 65_536;

    /** About twice the usual message: one buffer, hardly ever grown. */
    private static final int BUFFER_BYTES = 384;

    /** An emoji takes four bytes: escaped it would take twelve, and a long name would not fit into a message. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private EventCodec() {}

    /** The message for an event. Written field by field, because this runs once for every accepted order. */
    public static byte[] encode(SaleEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            if (event instanceof SaleEvent.Accepted accepted) {
                write(json, accepted.order());
                if (accepted.no() != SaleEvent.UNNUMBERED) {
                    json.writeStringField("kind", accepted.kind().name());
                    json.writeNumberField("no", accepted.no());
                    EventDetail.write(json, accepted);
                }
            } else {
                writeHead(json, event);
                if (event instanceof SaleEvent.OfOrder ofOrder) {
                    json.writeStringField("orderId", ofOrder.orderId().toString());
                }
                if (event.units() != 0) {
                    json.writeNumberField("units", event.units());
                }
                EventDetail.write(json, event);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Order order) throws IOException {
        json.writeStringField("orderId", order.orderId().toString());
        json.writeStringField("sale", order.sale().value());
        json.writeNumberField("seq", order.seq());
        json.writeStringField(
                "buyer", order.buyer() == null ? null : order.buyer().value());
        json.writeStringField("item", order.item());
        json.writeNumberField("quantity", order.quantity());
        json.writeNumberField("left", order.left());
        json.writeStringField("decidedAt", order.decidedAt().toString());
    }

    private static void writeHead(JsonGenerator json, SaleEvent event) throws IOException {
        json.writeStringField("kind", event.kind().name());
        json.writeStringField("sale", event.sale().value());
        json.writeNumberField("no", event.no());
        json.writeNumberField("left", event.left());
        json.writeStringField("at", event.at().toString());
    }

    /**
     * Reads a message.
     *
     * @throws UndecodableOrderException if the bytes are null, more than {@link #MESSAGE_BYTES_MAX}, not such a JSON
     *     object, of a kind that is not known, or break a rule of their kind
     */
    public static SaleEvent decode(byte[] message) {
        if (message == null) {
            throw new UndecodableOrderException("the message has no value");
        }
        if (message.length > MESSAGE_BYTES_MAX) {
            throw new UndecodableOrderException("the message is longer than " + MESSAGE_BYTES_MAX + " bytes");
        }
        try (JsonParser json = FACTORY.createParser(message)) {
            return new EventReader(json).read();
        } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new UndecodableOrderException("the message is not an order: " + firstLine(e.getMessage()), e);
        }
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}
