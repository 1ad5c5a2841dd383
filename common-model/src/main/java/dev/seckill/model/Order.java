package dev.seckill.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * An accepted decision, as the order log carries it.
 *
 * @param orderId unique over all sales; the key that removes duplicates
 * @param sale the sale that the unit belongs to
 * @param seq 1, 2, 3 … in the order of decisions within the sale; unique within the sale
 * @param buyer who bought, or null when the request did not say
 * @param item what was bought, 1 to 64 characters
 * @param quantity units, at least 1
 * @param left units that were left after this decision, at least 0
 * @param decidedAt when it was decided, from 1970 to 9999, cut to the millisecond
 */
public record Order(
        OrderId orderId,
        SaleId sale,
        long seq,
        BuyerId buyer,
        String item,
        int quantity,
        long left,
        Instant decidedAt) {

    private static final int ITEM_LENGTH_MAX = 64;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** @throws IllegalArgumentException if a number or the item is out of its range */
    public Order {
        Objects.requireNonNull(orderId, "orderId");
        Objects.requireNonNull(sale, "sale");
        Objects.requireNonNull(item, "item");
        decidedAt = Objects.requireNonNull(decidedAt, "decidedAt").truncatedTo(ChronoUnit.MILLIS);
        require(
                !decidedAt.isBefore(Instant.EPOCH) && !decidedAt.isAfter(LAST),
                "decidedAt must be from 1970 to 9999, but was: ",
                decidedAt);
        require(seq >= 1, "seq must be at least 1, but was: ", seq);
        // Not by require: an excerpt takes a regular expression.
        if (item.isBlank() || !ForeignText.isWithin(item, ITEM_LENGTH_MAX) || !ForeignText.isWellFormed(item)) {
            throw new IllegalArgumentException("item must be 1 to 64 whole characters, but was: " + Excerpt.of(item));
        }
        require(quantity >= 1, "quantity must be at least 1, but was: ", quantity);
        require(left >= 0, "left must not be negative, but was: ", left);
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + value);
        }
    }
}
