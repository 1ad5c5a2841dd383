package dev.seckill.consumer.certify;

import dev.seckill.proof.cosign.AddCheckpoint;
import dev.seckill.proof.cosign.Answer;

/** The way to one cosigner. */
interface CosignerLink {

    /** Asks it to sign; nothing of the answer is looked at. */
    Answer add(AddCheckpoint request) throws CosignerAwayException, InterruptedException;

    /** The last checkpoint of a log that it signed, as it came; null if it does not show any, as it need not. */
    byte[] last(String origin) throws CosignerAwayException, InterruptedException;
}
