package dev.seckill.consumer.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Bounds what the headers of a message may take. */
public final class BoundedHeaders {

    /** Most bytes of all names and values of a message's headers; ours take some two hundred. */
    static final int BYTES_MAX = 2048;

    private BoundedHeaders() {}

    /** Leaves all headers out if they are too long together, and notes that as a {@link Cut}. */
    public static void bound(Headers headers) {
        long bytes = 0;
        for (Header header : headers) {
            if (!(header instanceof Cut)) {
                bytes += header.key().getBytes(StandardCharsets.UTF_8).length;
                bytes += header.value() == null ? 0 : header.value().length;
            }
        }
        if (bytes > BYTES_MAX) {
            for (Header header : headers.toArray()) {
                if (!(header instanceof Cut)) {
                    headers.remove(header.key());
                }
            }
            Cut.note(headers, "headers", bytes);
        }
    }
}
