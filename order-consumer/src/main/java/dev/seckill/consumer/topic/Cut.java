package dev.seckill.consumer.topic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;

import dev.seckill.model.OrderLogNames;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Says which parts of a message were too long to be kept whole, and how long they were. It travels as a header of the
 * message; one of the same name that came from outside is a header of another class, and says nothing.
 */
public final class Cut implements Header {

    static final String VALUE = "value";

    private final Map<String, Long> lengths;

    private Cut(Map<String, Long> lengths) {
        this.lengths = Collections.unmodifiableMap(lengths);
    }

    /** Notes on the message that a part of so many bytes was cut. */
    static void note(Headers headers, String part, long bytes) {
        Map<String, Long> lengths = new TreeMap<>();
        if (headers.lastHeader(OrderLogNames.PARKED_CUT_HEADER) instanceof Cut before) {
            lengths.putAll(before.lengths);
        }
        lengths.put(part, bytes);
        headers.remove(OrderLogNames.PARKED_CUT_HEADER).add(new Cut(lengths));
    }

    /** How many bytes the value had before it was cut; empty if it is whole. */
    public static OptionalLong valueBytes(ConsumerRecord<byte[], byte[]> message) {
        return message.headers().lastHeader(OrderLogNames.PARKED_CUT_HEADER) instanceof Cut cut
                        && cut.lengths.containsKey(VALUE)
                ? OptionalLong.of(cut.lengths.get(VALUE))
                : OptionalLong.empty();
    }

    /** Removes a header of that name which came from outside. */
    public static void keepOwn(Headers headers) {
        Header last = headers.lastHeader(OrderLogNames.PARKED_CUT_HEADER);
        headers.remove(OrderLogNames.PARKED_CUT_HEADER);
        if (last instanceof Cut own) {
            headers.add(own);
        }
    }

    @Override
    public String key() {
        return OrderLogNames.PARKED_CUT_HEADER;
    }

    /** The text of the header, such as {@code value=12582912}. */
    @Override
    public byte[] value() {
        return toString().getBytes(US_ASCII);
    }

    @Override
    public String toString() {
        return lengths.entrySet().stream()
                .map(part -> part.getKey() + "=" + part.getValue())
                .collect(joining(", "));
    }
}
