package dev.seckill.api.orderlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.LogPosition;
import dev.seckill.model.Order;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * An event of the order log, with what the headers of its message say.
 *
 * @param key the purchase's key, or null
 * @param offer what the sale was like when the event was decided
 * @param position where it stands, or null: it comes from the outbox, or the log did not say
 */
public record LoggedEvent(SaleEvent event, IdempotencyKey key, OutboxEntry.Offer offer, LogPosition position) {

    /**
     * Reads a message. A header that cannot be used counts as absent: the event is good without it, and the consumer stores it.
     *
     * @param unusable gets the name of each such header
     * @throws dev.seckill.model.UndecodableOrderException if the message is not an event
     */
    static LoggedEvent of(ConsumerRecord<byte[], byte[]> message, Consumer<String> unusable) {
        return new LoggedEvent(
                EventCodec.decode(message.value()),
                key(message, unusable),
                new OutboxEntry.Offer(
                        number(message, OrderLogNames.ALLOTMENT_HEADER, Long.MAX_VALUE, unusable),
                        number(message, OrderLogNames.EPOCH_HEADER, OutboxEntry.Offer.EPOCH_MAX, unusable)),
                positionOf(message));
    }

    /** An event that stands in the outbox, or that the log has acknowledged without a word of where. */
    public static LoggedEvent of(OutboxEntry entry) {
        return new LoggedEvent(entry.event(), entry.key(), entry.offer(), null);
    }

    /** The order that the event is, or null: it is about none. */
    public Order order() {
        return event instanceof SaleEvent.Accepted accepted ? accepted.order() : null;
    }

    /** Its field in an outbox. */
    public EventId id() {
        return entry().id();
    }

    static LogPosition positionOf(ConsumerRecord<byte[], byte[]> message) {
        return new LogPosition(message.topic(), message.partition(), message.offset());
    }

    /** As it would stand in the outbox. */
    OutboxEntry entry() {
        return OutboxEntry.of(event, key, offer);
    }

    /** Which event it is and where it stands, for a message to the operator. */
    @Override
    public String toString() {
        return (order() == null ? "no " + event.no() : "seq " + order().seq()) + ", "
                + (position == null ? "in the outbox as " + id() : position);
    }

    private static IdempotencyKey key(ConsumerRecord<byte[], byte[]> message, Consumer<String> unusable) {
        String key = header(message, OrderLogNames.IDEMPOTENCY_KEY_HEADER);
        try {
            return key == null ? null : new IdempotencyKey(key);
        } catch (IllegalArgumentException e) {
            unusable.accept(OrderLogNames.IDEMPOTENCY_KEY_HEADER);
            return null;
        }
    }

    /** What a header says, 0 if nothing of use. */
    private static long number(
            ConsumerRecord<byte[], byte[]> message, String name, long max, Consumer<String> unusable) {
        String text = header(message, name);
        if (text == null) {
            return 0;
        }
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) > max) {
            unusable.accept(name);
            return 0;
        }
        return Long.parseLong(text);
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), US_ASCII);
    }
}
