package dev.seckill.loadtest.bench;

import java.util.List;

/** A case: measured in each round, beside what it is compared with, and told as lines of the table. */
interface BenchCase {

    /** Measures everything as often as in any other round, in an order that favours none of what is compared. */
    void round(int round) throws InterruptedException;

    /** The lines of the table; after the last round. */
    List<Target> targets();
}
