package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Times in their one form: {@link Instant#toString} leaves out milliseconds that are zero. */
final class Times {

    private static final DateTimeFormatter MILLIS = form("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
    private static final DateTimeFormatter SECONDS = form("uuuuMMdd'T'HHmmss'Z'");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private Times() {}

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT)
                .withZone(ZoneOffset.UTC);
    }

    /** {@code yyyy-MM-ddTHH:mm:ss.SSSZ}. */
    static String text(Instant time) {
        return MILLIS.format(time);
    }

    /** The same; absent if it is null. */
    static String textOrAbsent(Instant time) {
        return time == null ? Lines.ABSENT : text(time);
    }

    static Instant parse(String text) {
        return parse(text, MILLIS);
    }

    static Instant parseOrNull(String text) {
        return text.equals(Lines.ABSENT) ? null : parse(text);
    }

    /** {@code yyyyMMddTHHmmssZ}. */
    static String shortText(Instant time) {
        return SECONDS.format(time);
    }

    static Instant parseShort(String text) {
        return parse(text, SECONDS);
    }

    private static Instant parse(String text, DateTimeFormatter form) {
        try {
            Instant time = form.parse(text, Instant::from);
            if (form.format(time).equals(text)) {
                return checked(time);
            }
        } catch (DateTimeException e) {
            throw new BadTextException("a time is not in its one form", e);
        }
        throw new BadTextException("a time is not in its one form");
    }

    /** A time that can be written. */
    static Instant checked(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST) || time.getNano() % 1_000_000 != 0) {
            throw new BadTextException("a time must be from 1970 to 9999, in whole milliseconds");
        }
        return time;
    }
}
