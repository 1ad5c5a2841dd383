package dev.seckill.loadtest.load;

import dev.seckill.loadtest.witness.Answer;

/** Hears how a run goes on; called from one thread. */
public interface Progress {

    /** One more buyer has a reply. */
    void answered(Answer answer);

    /** Time has passed; called several times a second as long as the run goes on. */
    void tick();
}
