package dev.seckill.consumer.certify;

import dev.seckill.consumer.store.CertifiedTree;
import dev.seckill.consumer.store.CertifiedTrees;
import dev.seckill.consumer.store.LoggedEvents;
import dev.seckill.consumer.store.StoreUnavailableException;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.proof.EventLeaves;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Certificate.State;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.tree.Frontier;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.verdict.Violation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certifies one sale. What leaves the process is in the book first: next leaves → signature → row, commit → files. Killed
 * anywhere, the next one goes on from what is there. Not thread-safe.
 */
final class SaleCertifier {

    static final String CHECKPOINT = "checkpoint";
    static final String CERTIFICATE = "certificate";
    static final String KEYS = "keys";

    /** So far the clocks of two machines may differ. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(SaleCertifier.class);

    private final SaleId sale;
    private final Origin origin;
    private final LoggedEvents events;
    private final CertifiedTrees trees;
    private final ProofKeys keys;
    private final KeyList keyList;
    private final ProofFiles files;
    private final CheckpointFiles checkpoints;
    private final int leavesMax;
    private final boolean isAnew;
    private final Clock clock;
    private final EventLeaves leaves;
    private final NoteSigner signer;

    /** The largest tree that was handed out; null if none was. */
    private final Checkpoint handedOut;

    private SaleTree tree;
    /** Found with the newest leaves; null if there was none. */
    private NextLeaves.Gap gap;

    /**
     * Begins with what was handed out before.
     *
     * @param origin names the sale as its first event gives it
     * @param leavesMax events that are signed at once
     * @param isAnew whether no file is believed but what is signed
     * @throws HaltedException if what was handed out is not signed by this shop
     */
    SaleCertifier(
            SaleId sale,
            Origin origin,
            LoggedEvents events,
            CertifiedTrees trees,
            ProofKeys keys,
            KeyList keyList,
            ProofFiles files,
            CheckpointFiles checkpoints,
            int leavesMax,
            boolean isAnew,
            Clock clock) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.origin = Objects.requireNonNull(origin, "origin");
        this.events = Objects.requireNonNull(events, "events");
        this.trees = Objects.requireNonNull(trees, "trees");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.keyList = Objects.requireNonNull(keyList, "keyList");
        this.files = Objects.requireNonNull(files, "files");
        this.checkpoints = Objects.requireNonNull(checkpoints, "checkpoints");
        this.leavesMax = leavesMax;
        this.isAnew = isAnew;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.leaves = keys.leaves(origin);
        this.signer = keys.signer().named(origin.toString());
        byte[] note = files.read(CHECKPOINT);
        this.handedOut = note == null ? null : checked("the checkpoint among the files", note);
    }

    /** The tree without a leaf, which is in the book that it can be held. */
    private CertifiedTree none() {
        return new CertifiedTree(origin.toString(), 0, Hash.OF_NO_LEAF.bytes(), new byte[0], "", now());
    }

    /**
     * Signs what has come, and hands it out.
     *
     * @param end the highest number in the book
     * @param cosigned the largest tree that a cosigner knows, as it was said before this turn: the book had it first
     * @throws HaltedException if something does not fit to what was signed; the next turn needs a new one of these
     * @throws StoreUnavailableException if the book does not answer; the same
     * @throws java.io.UncheckedIOException if the files can't be written; the same
     */
    Standing turn(long end, CosignedTree cosigned) {
        if (keyList.isOverAt(now(), files)) {
            throw new HaltedException(
                    "a newer list of keys is handed out, by which the log's key must not sign any more:"
                            + " start this consumer with its folder");
        }
        if (tree == null) {
            tree = handedOut == null || isAnew ? new SaleTree(origin, files) : ofFiles();
        }
        CertifiedTree newest = trees.newest(origin.toString()).orElseGet(this::none);
        if (handedOut != null && handedOut.size() > newest.size()) {
            newest = takeBack(handedOut);
        }
        if (cosigned.size() > newest.size()) {
            newest = takeBack(cosigned, newest.size());
        }
        if (newest.size() < tree.size()) {
            throw new HaltedException("a tree of " + tree.size()
                    + " events is signed, and the book does not know it any" + " more: was it restored?");
        }
        follow(newest);
        if (tree.size() < end) {
            newest = trees.grow(none(), this::grown).orElse(newest);
            follow(newest);
        }
        boolean isFinal = handOut(newest);
        if (isFinal) {
            return Standing.ended(tree.size());
        }
        return isWaiting() ? Standing.waits(tree.size(), end, gap) : Standing.fine(tree.size(), end);
    }

    /** Another process may have signed past the gap that was found here. */
    private boolean isWaiting() {
        return gap != null && gap.no() > tree.size();
    }

    Origin origin() {
        return origin;
    }

    /**
     * Looks at one more of the full tiles, after the last one at the first again.
     *
     * @return whether it is what the tree has there
     */
    boolean scrub() {
        return tree == null || tree.scrub();
    }

    /**
     * Makes all files anew from the book.
     *
     * @throws HaltedException if it does not have what was signed
     */
    void remake() {
        CertifiedTree newest = trees.newest(origin.toString()).orElseGet(this::none);
        tree = new SaleTree(origin, files);
        follow(newest);
        handOut(newest);
    }

    /** Files that are damaged are made anew from the book; what they have signed still counts. */
    private SaleTree ofFiles() {
        try {
            SaleTree found = SaleTree.ofFiles(origin, files, handedOut.size());
            if (found.root().equals(handedOut.root()) && found.violation().isEmpty()) {
                return found;
            }
            LOG.warn("certify - files hold another tree than their checkpoint and are made anew (sale={})", sale);
        } catch (BadTextException e) {
            LOG.warn("certify - files are damaged and are made anew (sale={}, reason={})", sale, Reason.of(e));
        }
        return new SaleTree(origin, files);
    }

    /** The book has forgotten what was handed out: it may only sign that again, and only if its events still say so. */
    private CertifiedTree takeBack(Checkpoint known) {
        LOG.warn(
                "certify - the book does not know what was handed out, was it restored? (sale={}, size={})",
                sale,
                known.size());
        tree = new SaleTree(origin, files);
        follow(known.size(), known.root());
        CertifiedTree again = row(known);
        return trees.grow(none(), newest -> newest.size() < again.size() ? again : null)
                .orElseThrow(() -> new StoreUnavailableException("another program signs this sale just now", null));
    }

    /** The same of what only a cosigner has kept. Of a bare number it is not known what was signed, so it can't be again. */
    private CertifiedTree takeBack(CosignedTree cosigned, long size) {
        String who = "the cosigner " + cosigned.by() + " has signed " + cosigned.size()
                + " events, and neither the book" + " nor the files know more than " + size + ": were both restored?";
        if (cosigned.checkpoint() == null) {
            throw new HaltedException(who);
        }
        try {
            return takeBack(checked(
                    "what the cosigner " + cosigned.by() + " shows",
                    cosigned.checkpoint().note().bytes()));
        } catch (HaltedException e) {
            throw new HaltedException(who + " " + e.getMessage());
        }
    }

    private void follow(CertifiedTree newest) {
        if (newest.size() == 0) {
            return;
        }
        Checkpoint signed = checked(
                "the row of " + newest.size() + " events in the book",
                Note.parse(newest.note()).bytes());
        if (signed.size() != newest.size() || !signed.root().equals(Hash.of(newest.root()))) {
            throw new HaltedException("the row of " + newest.size() + " events in the book is not what was signed");
        }
        if (tree.size() <= newest.size()) {
            follow(signed.size(), signed.root());
        }
    }

    /** Takes the tree as far as one that was signed. Before a file is written on the way, all is read once to compare it. */
    private void follow(long size, Hash root) {
        if (tree.isWrittenOnTheWayTo(size)) {
            Frontier ahead = Frontier.of(tree.size(), tree.edge());
            read(size, leaf -> ahead.add(leaf.hash()));
            requireSigned(size, root, ahead.root());
        }
        read(size, tree::follow);
        requireSigned(size, root, tree.root());
    }

    /** The leaves of the book behind the tree, up to that size. */
    private void read(long size, Consumer<EventLeaf> each) {
        int most = (int) Math.min(leavesMax, size - tree.size());
        BookLeaves book = new BookLeaves(events, leaves, sale, tree.size(), tree.epoch(), most);
        for (long no = tree.size() + 1; no <= size; no++) {
            EventLeaf leaf = book.next();
            if (leaf == null) {
                throw new HaltedException("event " + no + " is signed in a tree of " + size
                        + " events, and the book does not have it any more");
            }
            each.accept(leaf);
        }
    }

    private static void requireSigned(long size, Hash signed, Hash found) {
        if (!found.equals(signed)) {
            throw new HaltedException("the book's events up to " + size + " are not those that were signed");
        }
    }

    /** While a number is missing it is asked for alone: whatever is behind it is of use only once it has come. */
    private NextLeaves next() {
        NextLeaves missing = isWaiting() ? next(1) : null;
        return missing == null || !missing.leaves().isEmpty() ? next(leavesMax) : missing;
    }

    private NextLeaves next(int most) {
        return NextLeaves.after(events, leaves, sale, tree.size(), tree.epoch(), most);
    }

    /** The row for what has come since; null if nothing has, or somebody else was first. */
    private CertifiedTree grown(CertifiedTree newest) {
        if (newest.size() != tree.size()) {
            return null;
        }
        requireGoodTime(newest);
        NextLeaves next = next();
        gap = next.gap();
        if (next.leaves().isEmpty()) {
            return null;
        }
        for (EventLeaf leaf : next.leaves()) {
            tree.add(leaf);
        }
        Optional<Violation> violation = tree.violation();
        if (violation.isPresent()) {
            throw new HaltedException("the journal does not add up, so it is not signed: " + violation.get());
        }
        return row(Checkpoint.of(origin.toString(), tree.size(), tree.root(), signer));
    }

    /** What is signed tells a time, and the key signs for a time. */
    private void requireGoodTime(CertifiedTree newest) {
        Instant now = now();
        if (newest.size() > 0 && newest.made().isAfter(now.plus(CLOCK_MARGIN))) {
            throw new HaltedException(
                    "the clock is wrong: it says " + now + ", but the newest tree was signed at " + newest.made());
        }
        requireSigningAt(now);
    }

    private void requireSigningAt(Instant time) {
        if (!isSigningAt(time)) {
            throw new HaltedException(
                    "the shop's list of keys does not let the log's key sign at " + time + ", or the clock is wrong");
        }
    }

    private boolean isSigningAt(Instant time) {
        return keys.listed().logKeys(time).contains(keys.signer().key());
    }

    private CertifiedTree row(Checkpoint checkpoint) {
        return new CertifiedTree(
                origin.toString(),
                checkpoint.size(),
                checkpoint.root().bytes(),
                tree.edge(),
                checkpoint.note().toString(),
                now());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Writes the files; the checkpoint last, since it names the others. Whether the sale is over for good. */
    private boolean handOut(CertifiedTree newest) {
        if (tree.size() == 0 || tree.size() != newest.size()) {
            return false;
        }
        byte[] present = files.read(CHECKPOINT);
        Checkpoint other = present == null ? null : checked("the checkpoint among the files", present);
        if (other != null && other.size() > tree.size()) {
            return false; // another process was faster
        }
        tree.writeTiles();
        Certificate certificate = certificate(newest);
        if (!isHandedOut(certificate)) {
            files.write(CERTIFICATE, certificate.signed(keys.signer()).bytes());
        }
        keyList.handOut(files);
        if (other == null || other.size() < tree.size()) {
            checkpoints.replace(files, Note.parse(newest.note()));
        }
        return certificate.isFinal();
    }

    private Certificate certificate(CertifiedTree newest) {
        Certificate last = certificate(newest, State.FINAL);
        boolean isSettled = tree.isClosed()
                && !events.hasHeld(sale)
                && events.end(sale) == tree.size()
                && tree.violation(last).isEmpty();
        return isSettled ? last : certificate(newest, State.INTERIM);
    }

    private Certificate certificate(CertifiedTree newest, State state) {
        return certificate(made(newest), state);
    }

    private Certificate certificate(Instant made, State state) {
        return new Certificate(origin, state, made, tree.size(), tree.root(), tree.figures());
    }

    /** When the tree was signed; now if the log has got another key since, which did not sign then. */
    private Instant made(CertifiedTree newest) {
        if (isSigningAt(newest.made())) {
            return newest.made();
        }
        Instant now = now();
        requireSigningAt(now);
        return now;
    }

    /** Whether the file says the same, whenever it was made and with which of the shop's keys. */
    private boolean isHandedOut(Certificate certificate) {
        byte[] present = files.read(CERTIFICATE);
        try {
            Certificate other = present == null ? null : Certificate.of(Note.parse(present), keys.listed());
            return other != null && other.equals(certificate(other.made(), certificate.state()));
        } catch (BadTextException damaged) {
            return false;
        }
    }

    /** What is to be relied on was signed by this shop, and is of this sale. */
    private Checkpoint checked(String what, byte[] note) {
        try {
            Checkpoint checkpoint = Checkpoint.parse(Note.parse(note));
            checkpoint.cosigned(keys.listed().logKeys(), List.of());
            if (!checkpoint.origin().equals(origin.toString())) {
                throw new BadTextException("it is of " + checkpoint.origin());
            }
            return checkpoint;
        } catch (BadTextException e) {
            throw new HaltedException(what + " is not signed by this shop's log: " + e.getMessage());
        }
    }
}
