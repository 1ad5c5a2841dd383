package dev.seckill.model;

import java.time.Instant;
import java.util.UUID;

/**
 * Names an order: a UUID of version 7 (RFC 9562, section 5.7), so that ids sort by the time they were made.
 *
 * @param value never null
 */
public record OrderId(UUID value) implements Comparable<OrderId> {

    private static final int VERSION = 7;
    private static final int TEXT_LENGTH = 36;

    /** @throws IllegalArgumentException if the value is null or not of version 7 */
    public OrderId {
        if (value == null || value.version() != VERSION || value.variant() != 2) {
            throw new IllegalArgumentException("order id must be a UUID of version 7, but was: " + Excerpt.of(value));
        }
    }

    /**
     * Reads the canonical text form: 36 characters, lower case.
     *
     * @throws IllegalArgumentException if the text is anything else, null included
     */
    public static OrderId parse(String text) {
        if (text != null && text.length() == TEXT_LENGTH) {
            try {
                UUID value = UUID.fromString(text);
                if (value.toString().equals(text)) {
                    return new OrderId(value);
                }
            } catch (IllegalArgumentException notOne) {
                throw new IllegalArgumentException(refusal(text), notOne);
            }
        }
        throw new IllegalArgumentException(refusal(text));
    }

    /** When the id was made, to the millisecond, by the clock of the instance that made it. */
    public Instant madeAt() {
        return Instant.ofEpochMilli(value.getMostSignificantBits() >>> 16);
    }

    /** Orders by time made, ids of the same millisecond in the order of their making. */
    @Override
    public int compareTo(OrderId other) {
        int byTime = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return byTime != 0
                ? byTime
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    /** The canonical text form, 36 characters. */
    @Override
    public String toString() {
        return value.toString();
    }

    private static String refusal(String text) {
        return "order id must be a UUID of version 7 in lower case, but was: " + Excerpt.of(text);
    }
}
