package dev.seckill.consumer.parking;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.consumer.topic.BoundedHeaders;
import dev.seckill.consumer.topic.Cut;
import dev.seckill.consumer.topic.HeaderText;
import dev.seckill.model.OrderLogNames;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers that a message has more while it is parked: the reason, the origin, and what was cut. */
final class ParkedHeaders {

    private ParkedHeaders() {}

    /** Those of the message as they are parked. */
    static Headers of(ParkedMessage parked) {
        Headers headers = without(parked.message());
        BoundedHeaders.bound(headers);
        Cut.keepOwn(headers);
        headers.add(OrderLogNames.PARKED_REASON_HEADER, parked.reason().getBytes(UTF_8));
        headers.add(OrderLogNames.PARKED_FROM_HEADER, parked.origin().toString().getBytes(UTF_8));
        return headers;
    }

    /** Those that the message had before it was parked. */
    static Headers without(ConsumerRecord<byte[], byte[]> message) {
        Headers headers = new RecordHeaders(message.headers().toArray());
        headers.remove(OrderLogNames.PARKED_REASON_HEADER);
        headers.remove(OrderLogNames.PARKED_FROM_HEADER);
        return headers;
    }

    /** Why it is parked. */
    static String reason(ConsumerRecord<byte[], byte[]> parked) {
        return HeaderText.of(parked, OrderLogNames.PARKED_REASON_HEADER).orElse("unknown");
    }

    /** Whether only a part of it is parked. */
    static boolean isCut(ConsumerRecord<byte[], byte[]> parked) {
        return parked.headers().lastHeader(OrderLogNames.PARKED_CUT_HEADER) != null;
    }
}
