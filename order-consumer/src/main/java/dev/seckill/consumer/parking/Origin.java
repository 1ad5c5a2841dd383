package dev.seckill.consumer.parking;

import dev.seckill.consumer.topic.HeaderText;
import dev.seckill.model.ForeignText;
import dev.seckill.model.OrderLogNames;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The place of a message on the order log. Its text form is {@code topic-partition@offset}. */
public record Origin(String topic, int partition, long offset) {

    /** The text form as a regular expression. */
    public static final String FORM = "([A-Za-z0-9._-]{1,249})-(\\d{1,9})@(\\d{1,18})";

    private static final int EXCERPT_LENGTH = 80;

    private static final Pattern PATTERN = Pattern.compile(FORM);

    /** @throws IllegalArgumentException if the text has another form */
    public static Origin parse(String text) {
        Matcher parts = PATTERN.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "origin must be topic-partition@offset, but was: " + ForeignText.escape(text, EXCERPT_LENGTH));
        }
        return new Origin(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    /** What a parked message says of its origin; empty if it says nothing that names a place. */
    public static Optional<Origin> of(ConsumerRecord<byte[], byte[]> parked) {
        return HeaderText.of(parked, OrderLogNames.PARKED_FROM_HEADER)
                .filter(text -> PATTERN.matcher(text).matches())
                .map(Origin::parse);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
