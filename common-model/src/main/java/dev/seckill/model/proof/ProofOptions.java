package dev.seckill.model.proof;

import dev.seckill.model.settings.Problems;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.ShopKeys.Role;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Option;

/** The settings that both programs need to prove a sale. */
public final class ProofOptions {

    @Option(
            names = "--origin",
            defaultValue = "${env:PROOF_ORIGIN:-" + Option.NULL_VALUE + "}",
            description = "Address of the shop's proofs, without scheme and without a slash at its end, as"
                    + " shop.example/proofs: it names the shop in everything that is signed, for ever. Needs"
                    + " --proof-keys; none: nothing is proven.")
    String origin;

    @Option(
            names = "--proof-keys",
            defaultValue = "${env:PROOF_KEYS:-" + Option.NULL_VALUE + "}",
            description = "Folder of the keys that prove sales, as keygen of the verifier makes it, each for its owner"
                    + " alone (mode 0600). Needs --origin; none: nothing is proven.")
    Path proofKeys;

    /**
     * The keys for a role; null if none are wanted, or a problem was added.
     *
     * @param now when they must be good
     */
    public ProofKeys toKeys(Role role, Instant now, Problems problems) {
        ProofFolder folder = toFolder(problems);
        try {
            return folder == null ? null : folder.keys(role, now);
        } catch (IllegalArgumentException e) {
            problems.add("--proof-keys (PROOF_KEYS): " + e.getMessage());
            return null;
        }
    }

    /** Where the keys are, for a program that does not need them to start; null as above. */
    public ProofFolder toFolder(Problems problems) {
        boolean hasOrigin =
                origin != null && !origin.isBlank(); // an empty variable is how a compose file leaves it out
        boolean hasFolder = proofKeys != null && !proofKeys.toString().isBlank();
        if (hasOrigin != hasFolder) {
            problems.add(
                    hasOrigin
                            ? "--origin (PROOF_ORIGIN): needs --proof-keys"
                            : "--proof-keys (PROOF_KEYS): needs --origin");
        }
        if (!hasOrigin || !hasFolder) {
            return null;
        }
        try {
            return new ProofFolder(proofKeys, Origin.requireBase(origin));
        } catch (BadTextException e) {
            problems.add("--origin (PROOF_ORIGIN): " + e.getMessage());
            return null;
        }
    }
}
