package dev.seckill.model;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a message on the order log. Its text form, in logs, headers and settings alike, is
 * {@code topic-partition@offset}.
 *
 * @param topic 1 to 249 of letters, digits, {@code . _ -}
 * @param partition 0 or more
 * @param offset 0 or more
 */
public record LogPosition(String topic, int partition, long offset) {

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    /** The longest numbers that fit; leading zeros are not Kafka's, so not ours either. */
    private static final Pattern TEXT = Pattern.compile("(.+)-(0|[1-9]\\d{0,8})@(0|[1-9]\\d{0,17})");

    /** @throws IllegalArgumentException if the topic is none that Kafka takes, or a number is negative */
    public LogPosition {
        Objects.requireNonNull(topic, "topic");
        if (!TOPIC.matcher(topic).matches() || partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "not a place on an order log: " + Excerpt.of(topic + "-" + partition + "@" + offset));
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if the text is anything else, null included
     */
    public static LogPosition parse(String text) {
        Matcher parts = TEXT.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("must be topic-partition@offset, but was: " + Excerpt.of(text));
        }
        return new LogPosition(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
