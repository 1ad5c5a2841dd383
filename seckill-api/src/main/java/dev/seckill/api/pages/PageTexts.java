package dev.seckill.api.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** All that the buyer's pages say in one language, by key. A text may have {@code {name}} where a value belongs. */
final class PageTexts {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, String> texts = new TreeMap<>();
    private final String json;

    PageTexts(Language language) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(PageResources.text("texts." + language.tag() + ".properties")));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory failed", impossible);
        }
        read.stringPropertyNames().forEach(key -> texts.put(key, read.getProperty(key)));
        Map<String, String> ofScripts = new TreeMap<>(texts);
        ofScripts.keySet().removeIf(key -> key.startsWith("problem."));
        json = inScript(ofScripts);
    }

    /** All of them, by key. */
    Map<String, String> all() {
        return texts;
    }

    /** Those that scripts need, as JSON that may stand in a {@code script} element. */
    String json() {
        return json;
    }

    /** JSON that cannot end the {@code script} element around it. */
    static String inScript(Object value) {
        try {
            return JSON.writeValueAsString(value).replace("<", "\\u003c");
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }
}
