package dev.seckill.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as the client sees it: {@code application/problem+json} (RFC 9457).
 *
 * @param status the HTTP status; also gives the title
 * @param type what kind of problem it is, as a URI; {@code about:blank} if the status says it all
 * @param detail one sentence about this very case, without anything internal
 */
record ProblemReply(HttpStatus status, String type, String detail) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final String CONTENT_TYPE = "application/problem+json";

    /** One of which the status says it all. */
    ProblemReply(HttpStatus status, String detail) {
        this(status, "about:blank", detail);
    }

    /** Answers the request with this problem. */
    void answer(Context ctx) {
        ShortReply.write(ctx, status, CONTENT_TYPE, json());
    }

    /** The body of such an answer. */
    byte[] json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("title", status.getMessage());
        fields.put("status", status.getCode());
        fields.put("detail", detail);
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }
}
