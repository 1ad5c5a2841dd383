package dev.seckill.model;

/** Shortens a refused value for an error message, so that a hostile one cannot flood a log. */
final class Excerpt {

    private static final int LENGTH_MAX = 80;

    private Excerpt() {}

    /** The value in quotes with control characters replaced, cut to 80 characters; {@code null} as it is. */
    static String of(Object value) {
        if (value == null) {
            return "null";
        }
        String text = value.toString().replaceAll("\\p{Cntrl}", "?");
        return text.length() <= LENGTH_MAX ? '"' + text + '"' : '"' + text.substring(0, LENGTH_MAX) + "…\"";
    }
}
