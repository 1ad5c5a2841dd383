package dev.seckill.api.orderlog;

import dev.seckill.model.event.EventCodec;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Copies a message's value if it may be an order. One that is too long for that becomes a value which is too long as well, so
 * that nobody takes it for an order, but of a size that is known.
 */
public final class OrderValueDeserializer implements Deserializer<byte[]> {

    private static final byte[] TOO_LONG = new byte[EventCodec.MESSAGE_BYTES_MAX + 1];

    @Override
    public byte[] deserialize(String topic, byte[] data) {
        return data == null || data.length < TOO_LONG.length ? data : TOO_LONG;
    }

    @Override
    public byte[] deserialize(String topic, Headers headers, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        if (data.remaining() >= TOO_LONG.length) {
            return TOO_LONG;
        }
        byte[] value = new byte[data.remaining()];
        data.get(value);
        return value;
    }
}
