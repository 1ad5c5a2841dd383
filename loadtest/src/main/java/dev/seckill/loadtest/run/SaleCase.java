package dev.seckill.loadtest.run;

import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.Objects;

/**
 * The case to run.
 *
 * @param sale which sale the buyers buy from
 * @param buyers how many, 1 to 100,000
 * @param arrival from the first buyer to the last, 1 s to 1 h in whole seconds
 * @param stock units on offer, 0 to 1,000,000
 * @param path where buyers POST, beginning with a slash
 * @param settleWait how long the order book may take to have every order, after the last reply
 */
record SaleCase(SaleId sale, int buyers, Duration arrival, long stock, String path, Duration settleWait) {

    SaleCase {
        Objects.requireNonNull(sale, "sale");
        Objects.requireNonNull(arrival, "arrival");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(settleWait, "settleWait");
    }
}
