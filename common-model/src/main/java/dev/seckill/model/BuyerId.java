package dev.seckill.model;

/**
 * Names a buyer, in the shop's own words.
 *
 * @param value 1 to 128 characters without control characters; a character of two halves has both, and
 *     counts once
 */
public record BuyerId(String value) {

    /** The longest value, in characters; the order book's column has this width. */
    public static final int LENGTH_MAX = 128;

    /** @throws IllegalArgumentException if the value is null, empty, blank, too long, or has control or half characters */
    public BuyerId {
        if (value == null
                || value.isBlank()
                || !ForeignText.isWithin(value, LENGTH_MAX)
                || value.chars().anyMatch(Character::isISOControl)
                // UTF-8 has no form for it: the book would keep a question mark, and take the order for another one.
                || !ForeignText.isWellFormed(value)) {
            throw new IllegalArgumentException("buyer must be 1 to " + LENGTH_MAX
                    + " characters without control or half characters, but was: " + Excerpt.of(value));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
