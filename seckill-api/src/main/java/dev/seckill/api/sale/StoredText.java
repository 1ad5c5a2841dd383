package dev.seckill.api.sale;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/** Reads figures and times as the store of a counter holds them, which is as Redis itself understands them. */
final class StoredText {

    /** Most units of a counter, as of {@code --stock}. */
    static final long UNITS_MAX = 1_000_000_000;

    /** Far above what a sale can sell, and far enough below 2^63 that sums of such numbers do not overflow. */
    static final long SEQ_MAX = 1_000_000_000_000_000L;

    /** The end of the year 9999. */
    static final long TIME_MAX_MILLIS = 253_402_300_799_999L;

    /** The earliest time that is one: whatever is before was meant in seconds. */
    static final Instant EARLIEST = Instant.parse("2001-01-01T00:00:00Z");

    private static final Pattern REDIS_INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

    private StoredText() {}

    /**
     * An instant is ISO 8601 in UTC or milliseconds since 1970. One before 2001 is a time in seconds, as {@code date +%s}
     * prints it: taken for milliseconds it would open a sale decades too early.
     *
     * @return null for none, and for an empty text
     */
    static Instant instant(String field, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Instant instant;
        try {
            instant = REDIS_INTEGER.matcher(text).matches()
                    ? Instant.ofEpochMilli(number(field, text, TIME_MAX_MILLIS))
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(field + " is not a time: " + text, e);
        }
        if (instant.isBefore(EARLIEST)) {
            throw new IllegalArgumentException(
                    field + " is before 2001; a time is in milliseconds since 1970, not seconds: " + text);
        }
        return instant;
    }

    /**
     * Exactly what Redis itself takes for an integer, which is less than Java does: {@code 0100}, {@code +1} or
     * {@code -0} read here would be decided upon, and then refused by DECRBY in a transaction that is half done.
     */
    static long number(String field, String text, long max) {
        if (!REDIS_INTEGER.matcher(text).matches()) {
            throw new IllegalArgumentException(field + " is not a whole number: " + text);
        }
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + " is out of bounds: " + text, e);
        }
        if (number > max || number < -max) {
            throw new IllegalArgumentException(field + " is out of bounds (most " + max + "): " + text);
        }
        return number;
    }
}
