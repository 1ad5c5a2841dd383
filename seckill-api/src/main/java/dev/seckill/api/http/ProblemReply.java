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
 * @param status the HTTP status
 * @param type where the kind of problem is explained, or {@code about:blank}: the status says it all
 * @param title the kind of problem in words
 * @param detail one sentence about this very case, without anything internal
 * @param members what else the client may want to know, by name
 */
record ProblemReply(HttpStatus status, String type, String title, String detail, Map<String, Object> members) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static final String CONTENT_TYPE = "application/problem+json";

    /** A problem of which the status says the kind. */
    ProblemReply(HttpStatus status, String detail) {
        this(status, "about:blank", status.getMessage(), detail, Map.of());
    }

    /** The same with one thing more to know. */
    ProblemReply with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new ProblemReply(status, type, title, detail, more);
    }

    /** Answers the request with this problem. */
    void answer(Context ctx) {
        ShortReply.write(ctx, status, CONTENT_TYPE, json());
    }

    /** The body of such an answer. */
    byte[] json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("title", title);
        fields.put("status", status.getCode());
        fields.put("detail", detail);
        fields.putAll(members);
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }
}
