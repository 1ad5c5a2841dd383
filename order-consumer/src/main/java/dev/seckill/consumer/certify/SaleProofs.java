package dev.seckill.consumer.certify;

import dev.seckill.consumer.store.LoggedEvents;
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
import java.util.Objects;
import java.util.Optional;

/**
 * What proves an order or a sale to whoever does not know when the sale began: that the book tells, and all else is in the
 * files that strangers may read. Thread-safe.
 */
public final class SaleProofs {

    /** The files may grow while they are read, and parts of them go. */
    private static final int ATTEMPTS = 3;

    private final SaleFolders folders;
    private final SaleOrigins origins;

    /** @param events of the book, which says with what a sale began */
    public SaleProofs(CertifySettings settings, LoggedEvents events) {
        Objects.requireNonNull(events, "events");
        String base = settings.keys().base();
        this.origins = new SaleOrigins(sale -> SaleBirth.of(events, sale).origin(base, sale), System::nanoTime);
        this.folders = new SaleFolders(settings.proofs(), settings.publish());
    }

    /**
     * The proof of the leaf of an event, with what the leaf holds.
     *
     * @param no the event's
     * @return empty while it is in no tree
     * @throws BadTextException if the files are damaged
     * @throws dev.seckill.consumer.store.StoreUnavailableException if the book does not answer
     * @throws dev.seckill.model.UndecodableOrderException if the book's first event can't be read
     */
    public Optional<TlogProof> proof(SaleId sale, long no) {
        return origins.of(sale).flatMap(origin -> proof(origin, no));
    }

    /**
     * The newest certificate that strangers may read.
     *
     * @return empty while there is none
     * @throws dev.seckill.consumer.store.StoreUnavailableException if the book does not answer
     * @throws dev.seckill.model.UndecodableOrderException if the book's first event can't be read
     */
    public Optional<byte[]> certificate(SaleId sale) {
        return origins.of(sale).map(origin -> new ProofFiles(folders.open(origin)).read(SaleCertifier.CERTIFICATE));
    }

    private Optional<TlogProof> proof(Origin origin, long no) {
        TileReader files = new ProofFiles(folders.open(origin));
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
