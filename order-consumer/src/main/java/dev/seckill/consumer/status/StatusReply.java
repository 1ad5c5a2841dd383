package dev.seckill.consumer.status;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.seckill.model.ForeignText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/** What a route of the status port answers. */
record StatusReply(int status, String type, String body) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String TEXT = "text/plain; charset=utf-8";

    /** A status with a line that says why. */
    static StatusReply text(int status, String line) {
        return new StatusReply(status, TEXT, line + "\n");
    }

    /** 200 if there is no problem, otherwise 503; which ones, as JSON. */
    static StatusReply verdict(String word, List<String> problems) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanField(word, problems.isEmpty());
            json.writeArrayFieldStart("reasons");
            for (String problem : problems) {
                json.writeString(ForeignText.escape(problem));
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return new StatusReply(
                problems.isEmpty() ? 200 : 503,
                "application/json",
                text.append('\n').toString());
    }

    /** The bytes to send; without the body they state the same length. */
    ByteBuffer bytes(boolean withBody) {
        byte[] content = body.getBytes(UTF_8);
        byte[] head = ("HTTP/1.1 " + status + ' ' + reason() + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + content.length + (status == 405 ? "\r\nAllow: GET, HEAD" : "")
                        + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n")
                .getBytes(ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(head.length + (withBody ? content.length : 0));
        bytes.put(head);
        if (withBody) {
            bytes.put(content);
        }
        return bytes.flip();
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            default -> "Service Unavailable";
        };
    }
}
