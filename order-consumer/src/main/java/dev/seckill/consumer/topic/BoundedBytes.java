package dev.seckill.consumer.topic;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads a part of a message as bytes and keeps only the beginning of one that is too long. Kafka bounds messages as
 * they are compressed, so a fetch of a few kilobytes can hold gigabytes: they must not all be kept until they are
 * parked. What was cut is noted as a {@link Cut} among the headers, which are bounded here too.
 */
public final class BoundedBytes implements Deserializer<byte[]> {

    /** An order's key is its id, of 36 characters. */
    private static final int KEY_BYTES_MAX = 256;

    private final String part;
    private final int bytesMax;

    private BoundedBytes(String part, int bytesMax) {
        this.part = part;
        this.bytesMax = bytesMax;
    }

    /** A consumer of which each value has at most so many bytes, and keys and headers are bounded as well. */
    public static Consumer<byte[], byte[]> consumer(
            Map<String, Object> config, int valueBytesMax, IgnoredMessages ignored) {
        return new CarefulConsumer(config, key(), value(valueBytesMax), ignored);
    }

    static BoundedBytes key() {
        return new BoundedBytes("key", KEY_BYTES_MAX);
    }

    static BoundedBytes value(int bytesMax) {
        return new BoundedBytes(Cut.VALUE, bytesMax);
    }

    @Override
    public byte[] deserialize(String topic, byte[] data) {
        return deserialize(topic, new RecordHeaders(), data);
    }

    @Override
    public byte[] deserialize(String topic, Headers headers, byte[] data) {
        return data == null ? null : deserialize(topic, headers, ByteBuffer.wrap(data));
    }

    @Override
    public byte[] deserialize(String topic, Headers headers, ByteBuffer data) {
        BoundedHeaders.bound(headers);
        if (data == null) {
            return null;
        }
        if (data.remaining() > bytesMax) {
            Cut.note(headers, part, data.remaining());
        }
        byte[] kept = new byte[Math.min(data.remaining(), bytesMax)];
        data.get(kept);
        return kept;
    }
}
