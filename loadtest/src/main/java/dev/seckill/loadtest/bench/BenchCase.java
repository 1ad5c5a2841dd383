package dev.seckill.loadtest.bench;

import java.util.List;

/** A case: measured in each round, beside what it is compared with, and told as lines of the table. */
interface BenchCase {

    /** Measures in an order that favours none of what is compared; what takes long, or can be done once only, in round 0 alone. */
    void round(int round) throws InterruptedException;

    /** The lines of the table; after the last round. */
    List<Target> targets();
}
