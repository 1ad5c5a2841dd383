package dev.seckill.consumer.certify;

import dev.seckill.consumer.certify.CertifySettings.Publish;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A sale as it is handed out, without a book. */
final class HandedSale {

    final Origin origin;
    final CheckpointFiles files;

    private final ProofKeys keys;
    private final ProofFiles sale;
    private final SaleTree tree;
    private final TestEvents events;
    /** As far as it was ever handed out. */
    private final List<EventLeaf> journal;

    /**
     * A sale of one event; orders of another one have other ids.
     *
     * @param proofs the directory that strangers read
     */
    HandedSale(Path proofs, ProofKeys keys, String id) {
        this(proofs, keys, new TestEvents(id), new ArrayList<>());
    }

    private HandedSale(Path proofs, ProofKeys keys, TestEvents events, List<EventLeaf> journal) {
        this.keys = keys;
        this.events = events;
        this.journal = journal;
        if (journal.isEmpty()) {
            SaleEvent first = events.restocked(100_000);
            journal.add(keys.leaves(keys.origin(events.sale(), first.at())).leaf(first, 0));
        }
        this.origin = journal.get(0).origin();
        this.files = new CheckpointFiles(new SaleFolders(proofs, Publish.LIVE));
        this.sale = new ProofFiles(files.folder(origin));
        this.tree = new SaleTree(origin, sale);
        growTo(1);
    }

    /** The same sale, handed out by another program, which has its first event. */
    HandedSale elsewhere(Path proofs) {
        return new HandedSale(proofs, keys, events, journal);
    }

    static CertifySettings settings(Path keys, Path proofs, Duration wait) {
        return new CertifySettings(
                TestKeys.folder(keys),
                proofs,
                Publish.LIVE,
                10_000,
                50,
                Duration.ofSeconds(1),
                new CosignerSettings(null, null, wait));
    }

    /** Hands out a tree of so many events. */
    Checkpoint growTo(int size) {
        while (tree.size() < size) {
            if (tree.size() == journal.size()) {
                journal.add(keys.leaves(origin).leaf(events.accepted(), 0));
            }
            tree.add(journal.get((int) tree.size()));
        }
        return handOut();
    }

    private Checkpoint handOut() {
        tree.writeTiles();
        String name = origin.toString();
        Checkpoint next =
                Checkpoint.of(name, tree.size(), tree.root(), keys.signer().named(name));
        files.replace(sale, next.note());
        return next;
    }

    Note note() {
        return files.newest(origin).note();
    }
}
