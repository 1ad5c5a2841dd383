package dev.seckill.consumer.notify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.OrderState;
import dev.seckill.model.event.SaleEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes what the shop is told of an event: {@code {"type":…,"timestamp":…,"data":{…}}}. Thread-safe. */
final class WebhookWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private WebhookWriter() {}

    /** Writes the fields of {@code data} behind {@code sale} and {@code no}. */
    @FunctionalInterface
    private interface Data {
        void write(JsonGenerator json) throws IOException;
    }

    /** What follows from the event by itself, in this order; nothing of most events about a whole sale. */
    static List<Webhook> of(SaleEvent event) {
        List<Webhook> webhooks = new ArrayList<>(2);
        if (event instanceof SaleEvent.OfOrder ofOrder) {
            webhooks.add(ofOrder(ofOrder));
        }
        boolean tookTheLast = event.units() < 0 && event.left() == 0 && event.no() != SaleEvent.UNNUMBERED;
        if (tookTheLast) {
            webhooks.add(soldOut(event));
        }
        return webhooks;
    }

    /** The sale takes purchases now, by the rules of the event with this number. */
    static Webhook opened(SaleId sale, long no, Instant at, String name) {
        return ofSale(sale, no, "opened", at, name);
    }

    /** The sale takes no purchases any more, by the rules of the event with this number. */
    static Webhook closed(SaleId sale, long no, Instant at, String name) {
        return ofSale(sale, no, "closed", at, name);
    }

    private static Webhook ofSale(SaleId sale, long no, String what, Instant at, String name) {
        return new Webhook(
                sale + ":" + no + ":" + what,
                sale.value(),
                at,
                body("sale." + what, at, sale, no, json -> json.writeStringField("name", name)));
    }

    private static Webhook soldOut(SaleEvent event) {
        return new Webhook(
                event.sale() + ":" + event.no() + ":sold_out",
                keyOf(event),
                event.at(),
                body(
                        "sale.sold_out",
                        event.at(),
                        event.sale(),
                        event.no(),
                        json -> json.writeNumberField("left", event.left())));
    }

    private static Webhook ofOrder(SaleEvent.OfOrder event) {
        // An order of a program that knew no journal has no number, and its id is all that names it.
        String id = event.sale() + ":" + (event.no() == SaleEvent.UNNUMBERED ? event.orderId() : event.no());
        return new Webhook(
                id,
                keyOf(event),
                event.at(),
                body(type(event), event.at(), event.sale(), event.no(), json -> writeOrder(json, event)));
    }

    /** Under which events follow each other. */
    private static String keyOf(SaleEvent event) {
        return event instanceof SaleEvent.OfOrder ofOrder
                ? ofOrder.orderId().toString()
                : event.sale().value();
    }

    private static String type(SaleEvent.OfOrder event) {
        return switch (event.kind()) {
            case ACCEPTED -> "order.accepted";
            case CONFIRMED -> "order.confirmed";
            case RELEASED -> "order.released";
            case LATE -> "order.late";
            case EXTENDED -> "order.extended";
            default -> throw new IllegalArgumentException("no event of an order: " + event.kind());
        };
    }

    private static void writeOrder(JsonGenerator json, SaleEvent.OfOrder event) throws IOException {
        json.writeStringField("orderId", event.orderId().toString());
        if (event instanceof SaleEvent.Accepted accepted) {
            writeAccepted(json, accepted);
        } else if (event instanceof SaleEvent.Confirmed confirmed) {
            writeState(json, OrderState.CONFIRMED, confirmed.by());
        } else if (event instanceof SaleEvent.Released released) {
            writeState(json, OrderState.RELEASED, released.by());
            json.writeStringField("reason", released.reason().name());
            json.writeNumberField("quantity", released.units());
            writeBuyer(json, released.buyer());
        } else if (event instanceof SaleEvent.Late late) {
            writeState(json, OrderState.RELEASED, late.by());
        } else if (event instanceof SaleEvent.Extended extended) {
            writeState(json, OrderState.HELD, extended.by());
            json.writeStringField("heldUntil", extended.heldUntil().toString());
        }
        json.writeNumberField("left", event.left());
    }

    private static void writeAccepted(JsonGenerator json, SaleEvent.Accepted accepted) throws IOException {
        Order order = accepted.order();
        boolean held = accepted.heldUntil() != null;
        json.writeStringField("state", (held ? OrderState.HELD : OrderState.CONFIRMED).name());
        if (held) {
            json.writeStringField("heldUntil", accepted.heldUntil().toString());
        }
        json.writeNumberField("seq", order.seq());
        writeBuyer(json, order.buyer());
        json.writeStringField("item", order.item());
        json.writeNumberField("quantity", order.quantity());
    }

    private static void writeState(JsonGenerator json, OrderState state, String by) throws IOException {
        json.writeStringField("state", state.name());
        json.writeStringField("by", by);
    }

    private static void writeBuyer(JsonGenerator json, BuyerId buyer) throws IOException {
        json.writeStringField("buyer", buyer == null ? null : buyer.value());
    }

    private static byte[] body(String type, Instant at, SaleId sale, long no, Data data) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeStringField("timestamp", at.toString());
            json.writeObjectFieldStart("data");
            json.writeStringField("sale", sale.value());
            json.writeNumberField("no", no);
            data.write(json);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }
}
