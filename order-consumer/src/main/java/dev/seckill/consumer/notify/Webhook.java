package dev.seckill.consumer.notify;

import dev.seckill.model.trace.TraceParent;
import java.time.Instant;
import java.util.Objects;

/**
 * One message to the shop.
 *
 * @param id the same however often it is sent: {@code sale:no} for an event, with {@code :sold_out} and the like behind it
 *     for what follows from the event
 * @param key what it is about, an order or a sale: messages with one key are sent one after the other
 * @param at when it happened
 * @param body JSON in UTF-8, sent as it is
 * @param trace what it is a part of; null if it is not traced
 */
record Webhook(String id, String key, Instant at, byte[] body, TraceParent trace) {

    Webhook {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(body, "body");
    }

    /** One that is not traced. */
    Webhook(String id, String key, Instant at, byte[] body) {
        this(id, key, at, body, null);
    }

    /** The same as a part of a trace, or of none. */
    Webhook within(TraceParent part) {
        return new Webhook(id, key, at, body, part);
    }
}
