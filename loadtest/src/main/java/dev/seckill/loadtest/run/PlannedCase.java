package dev.seckill.loadtest.run;

import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.Objects;

/**
 * The planned sale to play.
 *
 * @param sale a sale that there never was
 * @param buyers how many, 1 to 100,000
 * @param arrival from the first buyer to the last
 * @param stock units at the opening, 0 to 1,000,000
 * @param settleWait how long the order book may take to have every order, after the close
 */
record PlannedCase(SaleId sale, int buyers, Duration arrival, long stock, Duration settleWait) {

    /** Of which one buyer may have as many. */
    static final long PER_BUYER = 1;

    PlannedCase {
        Objects.requireNonNull(sale, "sale");
        Objects.requireNonNull(arrival, "arrival");
        Objects.requireNonNull(settleWait, "settleWait");
    }

    /** What is put on sale in the pause, and again while buyers buy. */
    long restock() {
        return Math.max(1, stock / 4);
    }

    /** Units that will be sold in the end, if all goes well. */
    long due() {
        return Math.min(stock + 2 * restock(), buyers * PER_BUYER);
    }
}
