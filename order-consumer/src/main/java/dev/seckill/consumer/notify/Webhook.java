package dev.seckill.consumer.notify;

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
 */
record Webhook(String id, String key, Instant at, byte[] body) {

    Webhook {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(body, "body");
    }
}
