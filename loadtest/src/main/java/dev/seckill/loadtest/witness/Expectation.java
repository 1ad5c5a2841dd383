package dev.seckill.loadtest.witness;

import java.util.Objects;

/**
 * What a run was set out to do.
 *
 * @param sale the sale's id
 * @param buyers how many ask, once each
 * @param stock units on offer in this run
 * @param before the counter after the reset and before the first buyer
 * @param errorsAllowed whether a buyer may be left without a clear reply; not so while nothing is broken
 */
public record Expectation(String sale, int buyers, long stock, CounterState before, boolean errorsAllowed) {

    /** @throws IllegalArgumentException if a number is out of its range */
    public Expectation {
        Objects.requireNonNull(sale, "sale");
        Objects.requireNonNull(before, "before");
        if (buyers < 1 || stock < 0) {
            throw new IllegalArgumentException(
                    "a run has at least 1 buyer and no negative stock, but was: buyers=" + buyers + ", stock=" + stock);
        }
    }
}
