package dev.seckill.infra.embedded;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A properties file as Java reads it: one byte for each character, and a backslash before what would not be itself. So a
 * path keeps its spaces, backslashes and letters outside ASCII.
 */
public final class PropertiesText {

    private PropertiesText() {}

    /** One line for each property, in ASCII; the names are plain words with dots. */
    public static String of(Map<String, ?> properties) {
        return properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + escaped(String.valueOf(property.getValue())) + "\n")
                .collect(Collectors.joining());
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (c == '\\' || c == ' ' && text.isEmpty()) {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
