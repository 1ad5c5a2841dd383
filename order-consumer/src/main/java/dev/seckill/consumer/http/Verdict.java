package dev.seckill.consumer.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.seckill.model.ForeignText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Whether all is well, and if not, why.
 *
 * @param body JSON
 */
record Verdict(int status, String body) {

    private static final JsonFactory JSON = new JsonFactory();

    /** 200 if there is no problem, otherwise 503 with all of them. */
    static Verdict of(String word, List<String> problems) {
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
        return new Verdict(problems.isEmpty() ? 200 : 503, text.append('\n').toString());
    }
}
