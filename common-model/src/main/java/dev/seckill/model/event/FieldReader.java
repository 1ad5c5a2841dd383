package dev.seckill.model.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.seckill.model.UndecodableOrderException;
import java.io.IOException;

/** Reads the values of a message one after another, each of the type that its field must have. */
final class FieldReader {

    private final JsonParser json;

    FieldReader(JsonParser json) {
        this.json = json;
    }

    /** Reads what a field or an element holds, the parser being at its value. */
    @FunctionalInterface
    interface Value {
        void read() throws IOException;
    }

    /** The same of a field with this name. */
    @FunctionalInterface
    interface Field {
        void read(String name) throws IOException;
    }

    /** Reads the object that the message is. */
    void readObject(Field each) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new UndecodableOrderException("the message is not a JSON object");
        }
        readFields(each);
    }

    /** Reads an object that a field holds. */
    void readNestedObject(String field, Field each) throws IOException {
        require(JsonToken.START_OBJECT, field, "an object");
        readFields(each);
    }

    private void readFields(Field each) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            each.read(field);
        }
    }

    /** Reads an array that a field or an element holds. */
    void readArray(String field, Value each) throws IOException {
        require(JsonToken.START_ARRAY, field, "an array");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            each.read();
        }
    }

    /** Nothing may follow the message's object. */
    void requireEnd() throws IOException {
        if (json.nextToken() != null) {
            throw new UndecodableOrderException("the message has something behind the event");
        }
    }

    String text(String field) throws IOException {
        require(JsonToken.VALUE_STRING, field, "a string");
        return json.getText();
    }

    String textOrNull(String field) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? null : text(field);
    }

    Long number(String field) throws IOException {
        require(JsonToken.VALUE_NUMBER_INT, field, "a whole number");
        return json.getLongValue();
    }

    boolean bool(String field) throws IOException {
        if (!json.currentToken().isBoolean()) {
            throw new UndecodableOrderException("field " + field + " must be true or false");
        }
        return json.getBooleanValue();
    }

    void skip() throws IOException {
        json.skipChildren();
    }

    private void require(JsonToken token, String field, String what) {
        if (json.currentToken() != token) {
            throw new UndecodableOrderException("field " + field + " must be " + what);
        }
    }

    static <T> T present(String field, T value) {
        if (value == null) {
            throw new UndecodableOrderException("field " + field + " is missing");
        }
        return value;
    }
}
