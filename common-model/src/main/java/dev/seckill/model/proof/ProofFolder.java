package dev.seckill.model.proof;

import dev.seckill.proof.text.ShopKeys.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/**
 * Where the keys of a shop are.
 *
 * @param folder as {@code keygen} made it
 * @param base the shop's address, which they must be for
 */
public record ProofFolder(Path folder, String base) {

    public ProofFolder {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(base, "base");
    }

    /**
     * Reads them.
     *
     * @param now when they must be good
     * @throws IllegalArgumentException as {@link ProofKeys#read}
     */
    public ProofKeys keys(Role role, Instant now) {
        return ProofKeys.read(folder, role, base, now);
    }
}
