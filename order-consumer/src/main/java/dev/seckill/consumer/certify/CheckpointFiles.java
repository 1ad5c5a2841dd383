package dev.seckill.consumer.certify;

import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.NoteSignature;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.tree.TileReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The newest checkpoint of each sale, as strangers read it. The certifier replaces it, and cosigners sign below: one thread of
 * this process at a time, so that no signature takes back a larger tree. Thread-safe.
 */
final class CheckpointFiles {

    private final SaleFolders folders;

    CheckpointFiles(SaleFolders folders) {
        this.folders = Objects.requireNonNull(folders, "folders");
    }

    /** The files of a sale, wherever they are. */
    synchronized Path folder(Origin origin) {
        return folders.of(origin);
    }

    /** The directory of all sales. */
    Path proofs() {
        return folders.proofs();
    }

    /** As {@link SaleFolders#publish}. */
    synchronized boolean publish(Origin origin) {
        return folders.publish(origin);
    }

    /** Hands out another tree. */
    synchronized void replace(ProofFiles sale, Note checkpoint) {
        sale.write(SaleCertifier.CHECKPOINT, checkpoint.bytes());
    }

    /** The newest one; null if there is none. */
    synchronized Checkpoint newest(Origin origin) {
        byte[] note = files(origin).read(SaleCertifier.CHECKPOINT);
        return note == null ? null : Checkpoint.parse(Note.parse(note));
    }

    /** Puts a cosigner's signature below a checkpoint, unless another tree was handed out since. */
    synchronized void sign(Origin origin, Checkpoint signed, NoteKey cosigner, NoteSignature signature) {
        Checkpoint newest = newest(origin);
        if (newest == null || !newest.note().text().equals(signed.note().text())) {
            return;
        }
        List<NoteSignature> signatures = new ArrayList<>(newest.note().signatures());
        signatures.removeIf(other -> other.claims(cosigner));
        signatures.add(signature);
        files(origin).write(SaleCertifier.CHECKPOINT, new Note(signed.note().text(), signatures).bytes());
    }

    /** The tiles of a sale, which may grow while they are read. */
    TileReader tiles(Origin origin) {
        return files(origin);
    }

    private ProofFiles files(Origin origin) {
        return new ProofFiles(folder(origin));
    }
}
