package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.seckill.model.ForeignText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The body of a request: one flat JSON object in UTF-8 that has the named fields and no others, each once. A body is read
 * strictly because whoever sends another one means something else than it says.
 */
final class JsonBody {

    private static final String BODY = "body";
    private static final Instant FIRST = Instant.parse("2001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final JsonFactory JSON = JsonFactory.builder()
            // The parser would refuse a long number before it tells whose it is; none is ever worked out here.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** A text, a whole number, or null; what is neither has its token here, and is refused by whoever asks for it. */
    private final Map<String, Object> values = new HashMap<>();

    private JsonBody() {}

    /**
     * Reads it.
     *
     * @param known the fields that it may have
     * @throws InvalidRequest if it is anything else
     */
    static JsonBody parse(byte[] bytes, Set<String> known) {
        JsonBody body = new JsonBody();
        try (JsonParser json = JSON.createParser(text(bytes))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidRequest(BODY, "The body must be a JSON object.");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = body.newName(json.currentName(), known);
                JsonToken token = json.nextToken();
                body.values.put(field, value(json, token, field));
            }
            if (json.nextToken() != null) {
                throw new InvalidRequest(BODY, "The body must end behind its JSON object.");
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new InvalidRequest(BODY, "The body is not JSON.");
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidRequest(BODY, "The body is not UTF-8.");
        }
    }

    private String newName(String name, Set<String> known) {
        if (!known.contains(name)) {
            throw new InvalidRequest(ForeignText.shown(name), "There is no such field here.");
        }
        if (values.containsKey(name)) {
            throw new InvalidRequest(name, "This field must be there once.");
        }
        return name;
    }

    private static Object value(JsonParser json, JsonToken token, String field) throws IOException {
        return switch (token) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT ->
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? token : (Object) json.getLongValue();
            case VALUE_NULL -> null;
            case START_OBJECT, START_ARRAY -> throw new InvalidRequest(field, "A field here is no object and no list.");
            default -> token;
        };
    }

    /** Whether the field is there and not null. */
    boolean has(String field) {
        return values.get(field) != null;
    }

    /** A text that has to be there, of 1 to so many characters, see {@link PlainText}. */
    String text(String field, int most) {
        if (required(field) instanceof String text && PlainText.is(text, most)) {
            return text;
        }
        throw new InvalidRequest(field, "This must be " + PlainText.rule(most) + ".");
    }

    /** Any text, or null. */
    String textOrNull(String field) {
        if (!has(field)) {
            return null;
        }
        if (values.get(field) instanceof String text) {
            return text;
        }
        throw new InvalidRequest(field, "This must be a text or null.");
    }

    /** A whole number that has to be there. */
    long whole(String field, long least, long most) {
        if (required(field) instanceof Long number && number >= least && number <= most) {
            return number;
        }
        throw new InvalidRequest(field, "This must be a whole number from " + least + " to " + most + ".");
    }

    /** A whole number, or what holds without one. */
    long whole(String field, long least, long most, long standard) {
        return values.containsKey(field) ? whole(field, least, most) : standard;
    }

    /** Whether it is so; false without a word. */
    boolean flag(String field) {
        if (!values.containsKey(field)) {
            return false;
        }
        if (values.get(field) == JsonToken.VALUE_TRUE || values.get(field) == JsonToken.VALUE_FALSE) {
            return values.get(field) == JsonToken.VALUE_TRUE;
        }
        throw new InvalidRequest(field, "This must be true or false.");
    }

    /** A time, or null. */
    Instant time(String field) {
        if (!has(field)) {
            return null;
        }
        if (values.get(field) instanceof String text) {
            try {
                Instant time = OffsetDateTime.parse(text).toInstant();
                if (!time.isBefore(FIRST) && !time.isAfter(END) && time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
                    return time;
                }
            } catch (DateTimeException e) {
                throw noTime(field);
            }
        }
        throw noTime(field);
    }

    private static InvalidRequest noTime(String field) {
        return new InvalidRequest(
                field, "This must be a time from 2001 to 9999, to the millisecond, such as 2026-12-24T18:00:00Z.");
    }

    private Object required(String field) {
        if (!has(field)) {
            throw new InvalidRequest(
                    field, values.containsKey(field) ? "This must not be null." : "This field must be there.");
        }
        return values.get(field);
    }
}
