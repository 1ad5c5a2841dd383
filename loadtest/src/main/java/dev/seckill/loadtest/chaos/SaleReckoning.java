package dev.seckill.loadtest.chaos;

import java.util.Objects;

/**
 * What the witness found of one of several sales.
 *
 * @param sale its id
 * @param reckoning what was found
 */
record SaleReckoning(String sale, Reckoning reckoning) {

    /** Checks that nothing is missing. */
    SaleReckoning {
        Objects.requireNonNull(sale, "sale");
        Objects.requireNonNull(reckoning, "reckoning");
    }
}
