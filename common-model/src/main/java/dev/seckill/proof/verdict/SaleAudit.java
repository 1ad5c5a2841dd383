package dev.seckill.proof.verdict;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.TlogProof;
import dev.seckill.proof.tree.Frontier;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.Tile;
import dev.seckill.proof.tree.TileEntries;
import dev.seckill.proof.tree.TileReader;
import dev.seckill.proof.tree.TileTree;
import dev.seckill.proof.tree.TreeProofs;
import dev.seckill.proof.verdict.Violation.Equation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Goes through a sale's files from the first leaf to the last: whether the leaves are those that the shop signed, whether all that
 * it signed is of one history, and whether they add up. In memory are the orders that have their units, some 100 bytes of each.
 * Used once.
 */
public final class SaleAudit {

    private final TileReader files;
    private final Origin origin;
    private final Checkpoint checkpoint;
    /** Null if there is none. */
    private final Note certificateNote;

    private final Certificate certificate;
    private final Equations equations;
    private final Releases releases = new Releases();

    private final Frontier tree = new Frontier();
    private Hash checkpointRoot = tree.root();
    private Hash certificateRoot;
    private Optional<Violation> violation = Optional.empty();

    /**
     * Reads what is signed.
     *
     * @param files of one sale
     * @throws BadTextException if there is no checkpoint, or something is not signed by the shop
     */
    public SaleAudit(TileReader files, KnownKeys keys) {
        this.files = Objects.requireNonNull(files, "files");
        // The shop writes the checkpoint behind the certificate, so this order finds one that is as large.
        byte[] certified = files.read("certificate");
        byte[] note = files.read("checkpoint");
        if (note == null) {
            throw new BadTextException("there is no checkpoint among the files");
        }
        checkpoint = Checkpoint.parse(Note.parse(note));
        checkpoint.cosigned(keys.logKeys(), List.of());
        origin = Origin.parse(checkpoint.origin());
        if (!origin.base().equals(keys.root().name())) {
            throw new BadTextException("the checkpoint is of another shop than the keys");
        }
        certificateNote = certified == null ? null : Note.parse(certified);
        certificate = certified == null ? null : keys.certificate(certificateNote);
        if (certificate != null && !certificate.origin().equals(origin)) {
            throw new BadTextException("the certificate is of another sale than the checkpoint");
        }
        equations = new Equations(origin);
    }

    /** The sale. */
    public Origin origin() {
        return origin;
    }

    /** The tree that is signed. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** What the shop says of the whole; empty if it says nothing. */
    public Optional<Certificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** The same as it is signed. */
    public Optional<Note> certificateNote() {
        return Optional.ofNullable(certificateNote);
    }

    /**
     * Goes through the leaves.
     *
     * @param each gets every leaf that is an event
     * @return how the shop broke its word; empty if it did not
     * @throws BadTextException if the leaves are not those that it signed: then they show nothing
     */
    public Optional<Finding> run(Consumer<EventLeaf> each) {
        if (certificate != null
                && certificate.size() == checkpoint.size()
                && !certificate.root().equals(checkpoint.root())) {
            return twoHistories(checkpoint.size(), checkpoint.root(), certificate.root());
        }
        long end = Math.max(checkpoint.size(), certifiedSize());
        TileEntries entries = new TileEntries(files, end);
        for (long first = 0; first < end; first += Tile.WIDTH) {
            for (byte[] content : entries.from(first)) {
                take(content, each);
            }
        }
        return finding();
    }

    private long certifiedSize() {
        return certificate == null ? 0 : certificate.size();
    }

    private void take(byte[] content, Consumer<EventLeaf> each) {
        tree.add(Hash.ofLeaf(content));
        EventLeaf leaf = equations.take(content);
        if (leaf != null) {
            each.accept(leaf);
            releases.take(leaf, tree.size());
            takeBehindTheEnd(leaf);
        }
        if (tree.size() == checkpoint.size()) {
            checkpointRoot = tree.root();
        }
        if (tree.size() == certifiedSize()) {
            certificateRoot = tree.root();
            violation = equations.violation(certificate);
        }
    }

    private void takeBehindTheEnd(EventLeaf leaf) {
        if (certificate != null
                && certificate.isFinal()
                && tree.size() > certificate.size()
                && leaf.kind() == LeafKind.ACCEPTED
                && violation.isEmpty()) {
            violation = Optional.of(new Violation(
                    Equation.E5, tree.size(), "the certificate of " + certificate.size() + " events is final"));
        }
    }

    private Optional<Finding> finding() {
        boolean isCheckpoint = checkpointRoot.equals(checkpoint.root());
        boolean isCertificate = certificate == null || certificate.root().equals(certificateRoot);
        // What is smaller is judged by the larger tree, whose leaves these are; not the other way round.
        if (!(checkpoint.size() >= certifiedSize() ? isCheckpoint : isCertificate)) {
            throw new BadTextException("the leaves are not those that the shop has signed");
        }
        if (!isCheckpoint) {
            return twoHistories(checkpoint.size(), checkpoint.root(), checkpointRoot);
        }
        if (!isCertificate) {
            return twoHistories(certificate.size(), certificate.root(), certificateRoot);
        }
        return violation.or(equations::violation).or(releases::violation).map(this::broken);
    }

    private Optional<Finding> twoHistories(long size, Hash signed, Hash other) {
        return Optional.of(new Finding(
                Outcome.BROKEN_4,
                Histories.twoRoots(size, signed, other),
                List.of(checkpoint.note().toString(), certificateNote.toString())));
    }

    private Finding broken(Violation violated) {
        return new Finding(Outcome.BROKEN_6, violated.toString(), papers(violated));
    }

    /** Why nobody can say whether the sale adds up, though nothing shows that it does not; empty if it does. To be asked last. */
    public Optional<String> doubt() {
        return equations.isOpen()
                ? Optional.of(
                        "numbers were given up, and the sale was not rebuilt since, which would count all units anew")
                : releases.doubt();
    }

    /** Units that were given back by orders whose acceptance was given up. */
    public long orphanUnits() {
        return releases.orphanUnits();
    }

    /** The leaf where it happened and the one before it, or the figures that the leaves do not add up to. */
    private List<String> papers(Violation violated) {
        if (violated.equation() == Equation.E4 || violated.equation() == Equation.E5) {
            return List.of(certificateNote.toString());
        }
        // What is missing before a release can be shown by no leaf.
        long first = violated.equation() == Equation.E6 ? violated.no() - 1 : violated.no() - 2;
        try {
            return LongStream.range(first, violated.no())
                    .filter(index -> index >= 0 && index < checkpoint.size())
                    .mapToObj(index -> proof(index).toString())
                    .toList();
        } catch (BadTextException tilesAreDamaged) {
            return List.of(checkpoint.note().toString());
        }
    }

    /**
     * What stands at a place of the signed tree, so that it can be shown without the files.
     *
     * @throws BadTextException if the files with its hashes are damaged
     */
    public TlogProof proof(long index) {
        byte[] content = new TileEntries(files, checkpoint.size()).from(index).get(0);
        List<Hash> path = TreeProofs.inclusion(new TileTree(files, checkpoint.size()), index, checkpoint.size());
        TlogProof proof = new TlogProof(content, index, path, checkpoint);
        if (!proof.includes(content)) {
            throw new BadTextException("the files with the tree's hashes are not of the tree that is signed");
        }
        return proof;
    }
}
