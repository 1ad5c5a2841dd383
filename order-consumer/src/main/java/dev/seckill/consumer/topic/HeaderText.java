package dev.seckill.consumer.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads headers that anybody may have written: any number of them, with any bytes or none. */
public final class HeaderText {

    private HeaderText() {}

    /** The last header of that name as text; empty if there is none, or it has no value. */
    public static Optional<String> of(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), UTF_8));
    }
}
