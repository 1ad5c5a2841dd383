package dev.seckill.loadtest.run;

/** What {@code loadtest/run} can play, by the names of the command line. */
enum RunCase {
    /** Each buyer buys once, of a sale that is open, with JMeter. */
    model,
    /** A sale over the sales API: it opens later, has a limit, and is paused, restocked and closed. */
    planned,
    /** A sale over the sales API whose orders are held until a shop has them paid; what is not paid is sold again. */
    paid,
    /** The case model, while as many people open the page of the sale. */
    pages,
    /** The case model at a steady rate, while every program is restarted in turn. */
    rolling;

    /** Whether a system of the run's own shall ask buyers for signed tokens. */
    boolean asksForBuyersTokens() {
        return this == planned || this == paid;
    }
}
