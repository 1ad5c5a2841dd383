package dev.seckill.consumer.certify;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Figures;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.tree.EntryBundle;
import dev.seckill.proof.tree.Frontier;
import dev.seckill.proof.tree.GrownTree;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.Tile;
import dev.seckill.proof.tree.TileTree;
import dev.seckill.proof.tree.TreeHashes;
import dev.seckill.proof.tree.TreeProofs;
import dev.seckill.proof.verdict.Equations;
import dev.seckill.proof.verdict.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The tree of one sale as far as this process has followed it, its figures, and those of its leaves that are not in full tiles
 * yet. Not thread-safe.
 */
final class SaleTree {

    /** Leaves of a signed tree in memory past which those that fill tiles are written. */
    private static final int PENDING_MAX = 16 * Tile.WIDTH;

    private final Origin origin;
    private final ProofFiles files;
    private final Frontier frontier = new Frontier();
    private final Equations equations;
    private long epoch;
    private boolean isClosed;

    /** Leaves in full tiles, which the files hold. */
    private long tiled;

    /** The tile that is looked at next. */
    private long scrubbed;

    private final List<byte[]> pending = new ArrayList<>();
    private final List<Hash> pendingHashes = new ArrayList<>();

    SaleTree(Origin origin, ProofFiles files) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.files = Objects.requireNonNull(files, "files");
        this.equations = new Equations(origin);
    }

    /**
     * The tree that the files hold.
     *
     * @throws BadTextException if what they hold is not a tree of that size
     */
    static SaleTree ofFiles(Origin origin, ProofFiles files, long size) {
        SaleTree tree = new SaleTree(origin, files);
        for (Tile tile : Tile.since(0, size)) {
            if (tile.level() > 0) {
                break;
            }
            for (byte[] entry : entries(files, tile)) {
                tree.take(EventLeaf.parse(entry), entry);
            }
            if (tile.isFull()) {
                tree.tiled += Tile.WIDTH;
                tree.pending.clear();
                tree.pendingHashes.clear();
            }
        }
        return tree;
    }

    private static List<byte[]> entries(ProofFiles files, Tile tile) {
        return EntryBundle.entries(required(files, tile.entriesPath()), tile.width());
    }

    private static byte[] required(ProofFiles files, String path) {
        byte[] bytes = files.read(path);
        if (bytes == null) {
            throw new BadTextException("there is no " + path);
        }
        return bytes;
    }

    Origin origin() {
        return origin;
    }

    long size() {
        return frontier.size();
    }

    Hash root() {
        return frontier.root();
    }

    byte[] edge() {
        return frontier.edge();
    }

    /** The epoch of the events that come next. */
    long epoch() {
        return epoch;
    }

    /** Whether the sale was closed, so that nothing more may be sold. */
    boolean isClosed() {
        return isClosed;
    }

    Figures figures() {
        return equations.figures();
    }

    Optional<Violation> violation() {
        return equations.violation();
    }

    Optional<Violation> violation(Certificate certificate) {
        return equations.violation(certificate);
    }

    /** Adds the next leaf, which is not signed yet: no file has anything of it before {@link #writeTiles}. */
    void add(EventLeaf leaf) {
        take(leaf, leaf.bytes());
    }

    /** Whether tiles are written before a tree of that size is followed to its end. */
    boolean isWrittenOnTheWayTo(long size) {
        return pending.size() + size - size() >= PENDING_MAX;
    }

    /** Adds the next leaf of a tree that is signed. */
    void follow(EventLeaf leaf) {
        take(leaf, leaf.bytes());
        if (pending.size() >= PENDING_MAX) {
            write(fullSize());
        }
    }

    private void take(EventLeaf leaf, byte[] content) {
        Hash hash = Hash.ofLeaf(content);
        frontier.add(hash);
        equations.take(leaf);
        epoch = leaf.isVoid() ? epoch : leaf.epoch();
        isClosed |= leaf.kind() == LeafKind.CLOSED;
        pending.add(content);
        pendingHashes.add(hash);
    }

    /** The hashes of the whole tree, in part from its files. */
    TreeHashes hashes() {
        return new GrownTree(new TileTree(files, tiled), tiled, pendingHashes);
    }

    /**
     * Looks at the next full tile among the files, with the leaves that it is of, and at the hash of both in the tile above.
     *
     * @return whether all of them belong together
     */
    boolean scrub() {
        long tiles = tiled / Tile.WIDTH;
        if (tiles == 0) {
            return true;
        }
        scrubbed = scrubbed % tiles;
        return isSound(scrubbed++);
    }

    private boolean isSound(long index) {
        Tile tile = new Tile(0, index, Tile.WIDTH);
        try {
            List<Hash> hashes = tile.hashes(required(files, tile.path()));
            Frontier below = new Frontier();
            for (byte[] entry : entries(files, tile)) {
                Hash hash = Hash.ofLeaf(entry);
                if (!hash.equals(hashes.get((int) below.size()))) {
                    return false;
                }
                below.add(hash);
            }
            boolean isLast = index == tiled / Tile.WIDTH - 1;
            return new TileTree(files, tiled).at(Tile.HEIGHT, index).equals(below.root())
                    && (!isLast || TreeProofs.root(hashes(), size()).equals(root()));
        } catch (BadTextException damaged) {
            return false;
        }
    }

    /** Writes all that the files lack, but for what is signed. */
    void writeTiles() {
        write(size());
    }

    private long fullSize() {
        return size() / Tile.WIDTH * Tile.WIDTH;
    }

    /** Leaves before hashes: whoever has a hash can have what was hashed. All are on the disk when a checkpoint names them. */
    private void write(long size) {
        TreeHashes hashes = hashes();
        List<Tile> full = new ArrayList<>();
        for (Tile tile : Tile.since(tiled, size)) {
            if (tile.level() == 0) {
                int from = (int) (tile.first() - tiled);
                files.put(tile.entriesPath(), EntryBundle.bytes(pending.subList(from, from + tile.width())));
            }
            files.put(tile.path(), tile.bytes(hashes));
            if (tile.isFull()) {
                full.add(tile);
            }
        }
        files.sync();
        full.forEach(this::forgetParts);
        dropTiled();
    }

    /** The files have them. */
    private void dropTiled() {
        int done = (int) (fullSize() - tiled);
        pending.subList(0, done).clear();
        pendingHashes.subList(0, done).clear();
        tiled = fullSize();
    }

    private void forgetParts(Tile tile) {
        files.forget(tile.path() + ".p");
        if (tile.level() == 0) {
            files.forget(tile.entriesPath() + ".p");
        }
    }
}
