package dev.seckill.model;

/**
 * The name that a client gives to one purchase, so that sending it again finds the same order
 * (IETF draft-ietf-httpapi-idempotency-key-header).
 *
 * @param value 1 to 128 visible ASCII characters
 */
public record IdempotencyKey(String value) {

    /** The longest value, in characters. */
    public static final int LENGTH_MAX = 128;

    /** @throws IllegalArgumentException if the value is null, empty, too long or has other characters */
    public IdempotencyKey {
        if (value == null
                || value.isEmpty()
                || value.length() > LENGTH_MAX
                || value.chars().anyMatch(c -> c < '!' || c > '~')) {
            throw new IllegalArgumentException("idempotency key must be 1 to " + LENGTH_MAX
                    + " visible ASCII characters, but was: " + Excerpt.of(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
