package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.witness.DueChange;
import java.util.List;

/** Puts the units of one sale on sale, and counts them. */
interface Supply {

    /** Makes it so many that are on sale; only while all is quiet: what was judged before then stays as it was judged. */
    void offer(long units) throws InterruptedException;

    /** Puts further units on sale while buyers may be buying. */
    void add(long units) throws InterruptedException;

    /** Units that were ever put on sale. */
    long offered();

    /** What was done to the stock, as the journal must tell it; null where others do it as well. */
    List<DueChange> restocks();
}
