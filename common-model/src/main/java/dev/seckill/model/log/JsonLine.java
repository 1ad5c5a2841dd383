package dev.seckill.model.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A log line as an object: time, level, logger, thread and message; {@code sale}, {@code order} and {@code trace} if the
 * message names them in brackets, as in {@code (sale=cars, order=…)}; the stack of a failure; how many such lines were left out before.
 */
final class JsonLine {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern SALE = Pattern.compile("[(, ]sale=([^,)\\s]+)");
    private static final Pattern ORDER =
            Pattern.compile("[(, ](?:order|orderId|first|last)=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
    private static final Pattern TRACE = Pattern.compile("[(, ]trace=([0-9a-f]{32})");

    private JsonLine() {}

    /**
     * The text, without an end of line.
     *
     * @param more lines behind it, of a failure; may be empty
     * @param leftOut how many such lines were left out before
     */
    static String of(LogLine line, String more, long leftOut) {
        return object(json -> {
            json.writeStringField("time", line.time());
            json.writeStringField("level", line.level());
            json.writeStringField("logger", line.logger());
            if (line.thread() != null) {
                json.writeStringField("thread", line.thread());
            }
            json.writeStringField("message", line.message());
            writeFound(json, "sale", SALE.matcher(line.message()));
            writeFound(json, "order", ORDER.matcher(line.message()));
            writeFound(json, "trace", TRACE.matcher(line.message()));
            if (!more.isEmpty()) {
                json.writeStringField("stack", more);
            }
            if (leftOut > 0) {
                json.writeNumberField("leftOut", leftOut);
            }
        });
    }

    /** Of something that is no log line. */
    static String of(String message) {
        return object(json -> json.writeStringField("message", message));
    }

    private static void writeFound(JsonGenerator json, String name, Matcher found) throws IOException {
        if (found.find()) {
            json.writeStringField(name, found.group(1));
        }
    }

    /** Writes fields. */
    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static String object(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return text.toString();
    }
}
