package dev.seckill.consumer.certify;

import dev.seckill.model.SaleId;
import dev.seckill.proof.tree.Tile;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** What strangers may have of the directory of proofs, by the paths that it has for them. Thread-safe. */
public final class PublicFiles {

    private static final Pattern BIRTH = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
    private static final Set<String> NOTES =
            Set.of(SaleCertifier.CHECKPOINT, SaleCertifier.CERTIFICATE, SaleCertifier.KEYS);

    private final Path proofs;

    public PublicFiles(Path proofs) {
        this.proofs = proofs;
    }

    /** The shop's list of keys; null if there is none yet. */
    public byte[] keys() {
        return new ProofFiles(proofs).read(SaleCertifier.KEYS);
    }

    /**
     * A file of a sale; null if there is none.
     *
     * @param birth the last part of its origin
     * @param path such as {@code checkpoint} or {@code tile/0/000}
     */
    public byte[] read(SaleId sale, String birth, String path) {
        boolean isOne = BIRTH.matcher(birth).matches() && (NOTES.contains(path) || Tile.isPath(path));
        return isOne ? new ProofFiles(proofs.resolve(sale.value()).resolve(birth)).read(path) : null;
    }
}
