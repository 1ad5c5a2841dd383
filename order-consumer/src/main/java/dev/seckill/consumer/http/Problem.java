package dev.seckill.consumer.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * An error as the client sees it: {@code application/problem+json} (RFC 9457). Thrown, it ends the request.
 *
 * <p>It has no stack trace, because a stranger can make as many as there is room for.
 */
final class Problem extends RuntimeException {

    static final String CONTENT_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;
    private static final JsonFactory JSON = new JsonFactory();

    private final HttpStatus status;
    private final String type;
    private final String title;
    private final String field;

    /**
     * A problem of a kind that the API's page {@code /docs} explains.
     *
     * @param type the anchor on that page
     * @param detail one sentence about this very case, without anything internal
     */
    Problem(HttpStatus status, String type, String title, String detail) {
        this(status, "/docs#" + type, title, detail, null);
    }

    /** A problem of which the status says the kind. */
    Problem(HttpStatus status, String detail) {
        this(status, "about:blank", status.getMessage(), detail, null);
    }

    private Problem(HttpStatus status, String type, String title, String detail, String field) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.title = title;
        this.field = field;
    }

    /** A part of the path or the query that is not what it should be; nothing that the client sent stands in it. */
    static Problem invalid(String field, String detail) {
        return new Problem(
                HttpStatus.BAD_REQUEST, "/docs#invalid-request", "The request is not what it should be", detail, field);
    }

    /** Whether it says that there is no such thing. */
    boolean isMissing() {
        return status == HttpStatus.NOT_FOUND;
    }

    /** Answers the request with it. */
    void answer(Context ctx) {
        Reply.write(ctx, status.getCode(), CONTENT_TYPE, json());
    }

    /** The body of such an answer. */
    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeStringField("title", title);
            json.writeNumberField("status", status.getCode());
            json.writeStringField("detail", getMessage());
            if (field != null) {
                json.writeStringField("field", field);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return text.append('\n').toString();
    }
}
