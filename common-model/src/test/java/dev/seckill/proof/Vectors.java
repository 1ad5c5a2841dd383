package dev.seckill.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the public vectors: arrays of objects of texts, numbers and lists of texts. */
public final class Vectors {

    private Vectors() {}

    /** Each vector as its fields; lists are lists of texts, everything else is text. */
    public static List<Map<String, Object>> of(String file) {
        List<Map<String, Object>> vectors = new ArrayList<>();
        try (InputStream stream = Vectors.class.getResourceAsStream("vectors/" + file);
                JsonParser json = new JsonFactory().createParser(stream)) {
            String list = null;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    list = json.currentName();
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        vectors.add(vector(json, list));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return vectors;
    }

    private static Map<String, Object> vector(JsonParser json, String list) throws IOException {
        Map<String, Object> vector = new LinkedHashMap<>();
        vector.put("list", list);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_ARRAY) {
                List<String> texts = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    texts.add(json.getText());
                }
                vector.put(field, texts);
            } else {
                vector.put(field, token == JsonToken.VALUE_NULL ? null : json.getText());
            }
        }
        return vector;
    }
}
