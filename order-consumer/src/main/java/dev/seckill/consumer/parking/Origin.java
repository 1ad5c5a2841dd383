package dev.seckill.consumer.parking;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place of a message on the order log. Its text form is {@code topic-partition@offset}. */
public record Origin(String topic, int partition, long offset) {

    /** The text form as a regular expression. */
    public static final String FORM = "(.+)-(\\d{1,9})@(\\d{1,18})";

    private static final Pattern PATTERN = Pattern.compile(FORM);

    /** @throws IllegalArgumentException if the text has another form */
    public static Origin parse(String text) {
        Matcher parts = PATTERN.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("origin must be topic-partition@offset, but was: " + text);
        }
        return new Origin(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
