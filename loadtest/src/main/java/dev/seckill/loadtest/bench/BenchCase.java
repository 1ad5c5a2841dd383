package dev.seckill.loadtest.bench;

import java.util.List;

/** A case: measured once in each round, beside what it is compared with, and told as lines of the table. */
interface BenchCase {

    /** Measures everything once; the order within changes from round to round. */
    void round(int round) throws InterruptedException;

    /** The lines of the table; after the last round. */
    List<Target> targets();
}
