package dev.seckill.consumer.certify;

import dev.seckill.model.proof.ProofFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * How sales are certified.
 *
 * @param keys where the shop's keys are
 * @param proofs the directory that strangers read
 * @param publish when they may
 * @param leavesMax events that are signed at once
 * @param salesMax sales whose trees are kept in memory, each with less than 3 MB
 * @param every how often it is looked whether something changed
 * @param cosigners who signs beside the shop
 */
public record CertifySettings(
        ProofFolder keys,
        Path proofs,
        Publish publish,
        int leavesMax,
        int salesMax,
        Duration every,
        CosignerSettings cosigners) {

    /** Since when strangers may read what is signed of a sale. */
    public enum Publish {
        /** At once. */
        LIVE,
        /** Once it is closed and settled, since before that the events show how it sells. */
        CLOSED
    }

    public CertifySettings {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(proofs, "proofs");
        Objects.requireNonNull(publish, "publish");
        Objects.requireNonNull(every, "every");
        Objects.requireNonNull(cosigners, "cosigners");
    }
}
