package dev.seckill.loadtest.load;

import dev.seckill.loadtest.witness.Answer;
import java.util.List;

/** A way to send a crowd. */
public interface Load {

    /**
     * Sends every buyer of the crowd once and waits for the replies, within a bound of the adapter's own.
     *
     * @param progress told of every reply as it is known
     * @return what the buyers were told, in any order; shorter than the crowd when a buyer was never heard of again
     * @throws LoadFailedException if the crowd could not be sent
     * @throws InterruptedException if the caller was interrupted; nothing goes on afterwards
     */
    List<Answer> send(Crowd crowd, Progress progress) throws InterruptedException;

    /** How many buyers have come: those of the crowd, unless the adapter lets more of them come. */
    default int came(Crowd crowd) {
        return crowd.buyers();
    }
}
