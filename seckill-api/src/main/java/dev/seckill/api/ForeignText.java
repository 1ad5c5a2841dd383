package dev.seckill.api;

/** Makes text that somebody else wrote fit to be shown to an operator. */
final class ForeignText {

    private static final int LENGTH_MAX = 120;

    private ForeignText() {}

    /** On one line, without control or format characters, and cut. */
    static String shown(String text) {
        String cut = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
        return cut.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
