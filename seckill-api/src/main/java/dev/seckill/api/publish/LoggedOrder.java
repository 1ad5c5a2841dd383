package dev.seckill.api.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seckill.api.stock.OutboxEntry;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.Order;
import dev.seckill.model.OrderCodec;
import dev.seckill.model.OrderLogNames;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A message of the order log with what its headers say.
 *
 * @param key the purchase's key, or null
 * @param offer what the sale was like when the order was decided
 */
record LoggedOrder(Order order, IdempotencyKey key, OutboxEntry.Offer offer) {

    /** @throws dev.seckill.model.UndecodableOrderException if the message is not an order */
    static LoggedOrder of(ConsumerRecord<byte[], byte[]> message) {
        Order order = OrderCodec.decode(message.value());
        String key = header(message, OrderLogNames.IDEMPOTENCY_KEY_HEADER);
        String allotment = header(message, OrderLogNames.ALLOTMENT_HEADER);
        String epoch = header(message, OrderLogNames.EPOCH_HEADER);
        return new LoggedOrder(
                order,
                key == null ? null : new IdempotencyKey(key),
                new OutboxEntry.Offer(
                        allotment == null ? order.left() + order.seq() : Long.parseLong(allotment),
                        epoch == null ? 0 : Long.parseLong(epoch)));
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), US_ASCII);
    }
}
