package dev.seckill.model;

import java.util.Locale;

/**
 * Text that somebody else wrote, made fit for a line of a log, a terminal or an error message. What could break the
 * line, hide or turn around a part of it, or steer a terminal is written as an escape.
 */
public final class ForeignText {

    /** What should be short and is not is no use as a whole. */
    private static final int SHOWN_MAX = 120;

    private ForeignText() {}

    /** A name, a header or a path for a line of a log: escaped, and cut to 120 characters. */
    public static String shown(String text) {
        return escape(text, SHOWN_MAX);
    }

    /** The text escaped; {@code null} as the word. */
    public static String escape(String text) {
        return escape(text, Integer.MAX_VALUE);
    }

    /** The text escaped; of more characters than {@code most} only the first ones, with an ellipsis behind them. */
    public static String escape(String text, int most) {
        if (text == null) {
            return "null";
        }
        int end = endWithin(text, most);
        if (end == text.length() && text.codePoints().allMatch(ForeignText::isPlain)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.substring(0, end).codePoints().forEach(character -> append(escaped, character));
        return end < text.length() ? escaped.append('…').toString() : escaped.toString();
    }

    /** Whether every surrogate of the text has its other half, so that the text can be written as UTF-8. */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Whether the text has at most so many characters; one of two halves counts once, as in JSON Schema and MySQL. */
    public static boolean isWithin(String text, int most) {
        int halves = text.length();
        return halves <= most || halves <= 2 * most && text.codePointCount(0, halves) <= most;
    }

    /** No character is cut in half. */
    private static int endWithin(String text, int most) {
        if (text.length() <= most) {
            return text.length();
        }
        boolean splits = most > 0
                && Character.isHighSurrogate(text.charAt(most - 1))
                && Character.isLowSurrogate(text.charAt(most));
        return splits ? most - 1 : most;
    }

    private static void append(StringBuilder escaped, int character) {
        if (isPlain(character)) {
            escaped.appendCodePoint(character);
        } else {
            escaped.append(String.format(Locale.ROOT, "\\u%04x", character));
        }
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, // C0 and C1
                    Character.FORMAT, // among them what changes the direction of the text, and what is not seen
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, // half a character
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
