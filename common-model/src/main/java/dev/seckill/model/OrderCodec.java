package dev.seckill.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;

/**
 * The order message on the wire: a JSON object in UTF-8 whose fields are those of {@link Order} by name, in
 * that order; {@code buyer} is null when unknown, {@code decidedAt} is ISO 8601 in UTC. Unknown fields are
 * skipped when reading, so that a newer writer does not stop an older reader.
 *
 * <p>Thread-safe. A golden file in the tests pins the form.
 */
public final class OrderCodec {

    /**
     * The longest message that may be an order, in bytes: some hundred times the usual one, so room for many unknown fields.
     * Readers need not hold more than that of any message.
     */
    public static final int MESSAGE_BYTES_MAX = 65_536;

    /** About twice the usual message: one buffer, hardly ever grown. */
    private static final int BUFFER_BYTES = 384;

    private static final JsonFactory FACTORY = new JsonFactory();

    private OrderCodec() {}

    /** The message for an order. Written field by field, because this runs once for every accepted order. */
    public static byte[] encode(Order order) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("orderId", order.orderId().toString());
            json.writeStringField("sale", order.sale().value());
            json.writeNumberField("seq", order.seq());
            json.writeStringField(
                    "buyer", order.buyer() == null ? null : order.buyer().value());
            json.writeStringField("item", order.item());
            json.writeNumberField("quantity", order.quantity());
            json.writeNumberField("left", order.left());
            json.writeStringField("decidedAt", order.decidedAt().toString());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a message.
     *
     * @throws UndecodableOrderException if the bytes are null, more than {@link #MESSAGE_BYTES_MAX}, not such a JSON
     *     object, or break a rule of {@link Order}
     */
    public static Order decode(byte[] message) {
        if (message == null) {
            throw new UndecodableOrderException("the message has no value");
        }
        if (message.length > MESSAGE_BYTES_MAX) {
            throw new UndecodableOrderException("the message is longer than " + MESSAGE_BYTES_MAX + " bytes");
        }
        try (JsonParser json = FACTORY.createParser(message)) {
            return new OrderReader(json).read();
        } catch (IOException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new UndecodableOrderException("the message is not an order: " + firstLine(e.getMessage()), e);
        }
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}
