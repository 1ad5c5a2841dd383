package dev.seckill.model;

/** Shortens a refused value for an error message, so that a hostile one cannot flood a log. */
final class Excerpt {

    private static final int LENGTH_MAX = 80;

    private Excerpt() {}

    /** The value in quotes, escaped and cut to 80 characters; {@code null} as it is. */
    static String of(Object value) {
        return value == null ? "null" : '"' + ForeignText.escape(value.toString(), LENGTH_MAX) + '"';
    }
}
