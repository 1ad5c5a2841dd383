package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import java.util.HexFormat;

/**
 * Reads a JSON object of texts and nulls, field by field in a known order. It takes what {@link #quoted} writes and nothing
 * else: no spaces, no other escapes. So a file has one form, and what is in it comes out as it was. Used once.
 */
final class JsonFields {

    private static final String SHORT_ESCAPES = "\"\"\\\\\bb\ff\nn\rr\tt";

    private final String json;
    private int at;

    JsonFields(String json) {
        this.json = json;
    }

    /** The text of the next field, or null. */
    String next(String name) {
        take(at == 0 ? "{" : ",");
        take(quoted(name) + ":");
        if (json.startsWith("null", at)) {
            at += "null".length();
            return null;
        }
        int from = at;
        take("\"");
        StringBuilder text = new StringBuilder();
        while (peek() != '"') {
            text.append(character());
        }
        at++;
        if (!quoted(text.toString()).equals(json.substring(from, at))) {
            throw refused();
        }
        return text.toString();
    }

    /** The object must end here, and the text with it. */
    void end() {
        take("}");
        if (at != json.length()) {
            throw refused();
        }
    }

    private char character() {
        char c = peek();
        at++;
        if (c != '\\') {
            return c;
        }
        char escape = peek();
        at++;
        if (escape == 'u') {
            return unicode();
        }
        for (int i = 1; i < SHORT_ESCAPES.length(); i += 2) {
            if (SHORT_ESCAPES.charAt(i) == escape) {
                return SHORT_ESCAPES.charAt(i - 1);
            }
        }
        throw refused();
    }

    private char unicode() {
        int end = at + 4;
        if (end > json.length() || !json.substring(at, end).chars().allMatch(HexFormat::isHexDigit)) {
            throw refused();
        }
        char c = (char) HexFormat.fromHexDigits(json, at, end);
        at = end;
        return c;
    }

    private void take(String expected) {
        if (!json.startsWith(expected, at)) {
            throw refused();
        }
        at += expected.length();
    }

    private char peek() {
        if (at >= json.length()) {
            throw refused();
        }
        return json.charAt(at);
    }

    private BadTextException refused() {
        return new BadTextException("the file is not the JSON that it should be (character=" + at + ")");
    }

    /** The text as a browser's {@code JSON.stringify} writes it, or null. */
    static String quoted(String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            int at = SHORT_ESCAPES.indexOf(c);
            if (at >= 0 && at % 2 == 0) {
                quoted.append('\\').append(SHORT_ESCAPES.charAt(at + 1));
            } else if (c < ' ') {
                quoted.append("\\u00").append(HexFormat.of().toHexDigits((byte) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
