package dev.seckill.api.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

/** What is sent to viewers: server-sent events, as HTML has them. */
final class Message {

    /** Says nothing. */
    static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Message() {}

    /** @param data what JSON is made of; it has no line break then */
    static byte[] event(String name, Object data) {
        try {
            return ("event: " + name + "\ndata: " + JSON.writeValueAsString(data) + "\n\n").getBytes(UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }
}
