package dev.seckill.consumer.certify;

import dev.seckill.model.SaleId;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.TlogProof;
import dev.seckill.proof.tree.EntryBundle;
import dev.seckill.proof.tree.Tile;
import dev.seckill.proof.tree.TileReader;
import dev.seckill.proof.tree.TileTree;
import dev.seckill.proof.tree.TreeProofs;
import java.time.Instant;
import java.util.Optional;

/** Proofs that a leaf is in the newest tree that strangers may read, made of the files alone. Thread-safe. */
public final class OrderProofs {

    /** The files may grow while they are read, and parts of them go. */
    private static final int ATTEMPTS = 3;

    private final String base;
    private final SaleFolders folders;

    public OrderProofs(CertifySettings settings) {
        this.base = settings.keys().base();
        this.folders = new SaleFolders(settings.proofs(), settings.publish());
    }

    /**
     * The proof of the leaf of an event, with what the leaf holds.
     *
     * @param birth when the sale's first event was decided
     * @param no the event's
     * @return empty while it is in no tree
     * @throws BadTextException if the files are damaged
     */
    public Optional<TlogProof> proof(SaleId sale, Instant birth, long no) {
        TileReader files = new ProofFiles(folders.open(new Origin(base, sale.value(), birth)));
        for (int attempt = 1; ; attempt++) {
            byte[] note = files.read(SaleCertifier.CHECKPOINT);
            if (note == null) {
                return Optional.empty();
            }
            Checkpoint checkpoint = Checkpoint.parse(Note.parse(note));
            if (checkpoint.size() < no) {
                return Optional.empty();
            }
            try {
                return Optional.of(proof(files, checkpoint, no - 1));
            } catch (BadTextException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static TlogProof proof(TileReader files, Checkpoint checkpoint, long index) {
        byte[] content = content(files, checkpoint.size(), index);
        TlogProof proof = new TlogProof(
                content,
                index,
                TreeProofs.inclusion(new TileTree(files, checkpoint.size()), index, checkpoint.size()),
                checkpoint);
        if (!proof.includes(content)) {
            throw new BadTextException("the files hold another tree than their checkpoint");
        }
        return proof;
    }

    private static byte[] content(TileReader files, long size, long index) {
        long first = index / Tile.WIDTH * Tile.WIDTH;
        Tile tile = new Tile(0, index / Tile.WIDTH, (int) Math.min(Tile.WIDTH, size - first));
        byte[] bundle = files.read(tile.entriesPath());
        if (bundle == null && !tile.isFull()) {
            tile = tile.full();
            bundle = files.read(tile.entriesPath());
        }
        if (bundle == null) {
            throw new BadTextException("there is no " + tile.entriesPath());
        }
        return EntryBundle.entries(bundle, tile.width()).get((int) (index - first));
    }
}
