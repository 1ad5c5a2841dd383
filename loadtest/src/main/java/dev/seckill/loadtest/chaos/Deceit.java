package dev.seckill.loadtest.chaos;

import java.io.IOException;

/** What a dishonest shop does in a sale of its own. */
interface Deceit {

    /** Its name. */
    String word();

    /** What the book says then, in a line. */
    String story();

    /**
     * Does it, and sees what the buyers' receipts show of it.
     *
     * @throws IncidentException if it can't be done
     */
    void play(LieFindings findings) throws IOException, InterruptedException;
}
