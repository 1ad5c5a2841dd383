package dev.seckill.loadtest.witness;

import java.util.Objects;

/**
 * A rehearsal as it was laid down.
 *
 * @param sale its id
 * @param buyers who want one unit each
 * @param stock units on offer
 */
public record RehearsalTerms(String sale, int buyers, long stock) {

    /** Checks that nothing is missing. */
    public RehearsalTerms {
        Objects.requireNonNull(sale, "sale");
    }

    /** Orders that there have to be in the end. */
    long due() {
        return Math.min(stock, buyers);
    }
}
