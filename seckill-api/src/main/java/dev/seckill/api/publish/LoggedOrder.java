package dev.seckill.api.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.api.stock.OutboxEntry;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.LogPosition;
import dev.seckill.model.Order;
import dev.seckill.model.OrderCodec;
import dev.seckill.model.OrderLogNames;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message of the order log with what its headers say.
 *
 * @param key the purchase's key, or null
 * @param offer what the sale was like when the order was decided
 * @param position where it stands, or null: it comes from the outbox
 */
public record LoggedOrder(Order order, IdempotencyKey key, OutboxEntry.Offer offer, LogPosition position) {

    private static final Logger log = LoggerFactory.getLogger(LoggedOrder.class);

    /**
     * Reads a message. A header that cannot be used counts as absent: the order is good without it, and the consumer stores it.
     *
     * @throws dev.seckill.model.UndecodableOrderException if the message is not an order
     */
    static LoggedOrder of(ConsumerRecord<byte[], byte[]> message) {
        Order order = OrderCodec.decode(message.value());
        return new LoggedOrder(
                order,
                key(message),
                new OutboxEntry.Offer(
                        number(message, OrderLogNames.ALLOTMENT_HEADER, Long.MAX_VALUE),
                        number(message, OrderLogNames.EPOCH_HEADER, OutboxEntry.Offer.EPOCH_MAX)),
                positionOf(message));
    }

    /** An order that stands in the outbox. */
    static LoggedOrder of(OutboxEntry entry) {
        return new LoggedOrder(entry.order(), entry.key(), entry.offer(), null);
    }

    static LogPosition positionOf(ConsumerRecord<byte[], byte[]> message) {
        return new LogPosition(message.topic(), message.partition(), message.offset());
    }

    /** As it would stand in the outbox. */
    OutboxEntry entry() {
        return OutboxEntry.of(order, key, offer);
    }

    /** Which order it is and where it stands, for a message to the operator. */
    @Override
    public String toString() {
        return "seq " + order.seq() + ", " + (position == null ? "in the outbox as " + order.orderId() : position);
    }

    private static IdempotencyKey key(ConsumerRecord<byte[], byte[]> message) {
        String key = header(message, OrderLogNames.IDEMPOTENCY_KEY_HEADER);
        try {
            return key == null ? null : new IdempotencyKey(key);
        } catch (IllegalArgumentException e) {
            tellUnusable(message, OrderLogNames.IDEMPOTENCY_KEY_HEADER);
            return null;
        }
    }

    /** What a header says, 0 if nothing of use. */
    private static long number(ConsumerRecord<byte[], byte[]> message, String name, long max) {
        String text = header(message, name);
        if (text == null) {
            return 0;
        }
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) > max) {
            tellUnusable(message, name);
            return 0;
        }
        return Long.parseLong(text);
    }

    private static void tellUnusable(ConsumerRecord<byte[], byte[]> message, String name) {
        log.warn("order log - unusable header {}, somebody else wrote it ({})", name, positionOf(message));
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), US_ASCII);
    }
}
