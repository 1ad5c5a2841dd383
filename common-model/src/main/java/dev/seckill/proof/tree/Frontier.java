package dev.seckill.proof.tree;

import dev.seckill.proof.note.BadTextException;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree that only grows, as what is needed for that: the hashes of its largest complete subtrees, one for each bit of its
 * size. Not thread-safe.
 */
public final class Frontier {

    private final List<Hash> edge;
    private long size;

    /** A tree without a leaf. */
    public Frontier() {
        this(0, List.of());
    }

    private Frontier(long size, List<Hash> edge) {
        this.size = size;
        this.edge = new ArrayList<>(edge);
    }

    /**
     * The tree of which {@link #size} and {@link #edge} were kept.
     *
     * @throws BadTextException if the two do not belong together
     */
    public static Frontier of(long size, byte[] edge) {
        if (size < 0 || edge.length != Hash.BYTES * Long.bitCount(size)) {
            throw new BadTextException("an edge of " + edge.length + " bytes is none of a tree of " + size + " leaves");
        }
        List<Hash> hashes = new ArrayList<>();
        for (int at = 0; at < edge.length; at += Hash.BYTES) {
            hashes.add(Hash.of(edge, at, at + Hash.BYTES));
        }
        return new Frontier(size, hashes);
    }

    /** Adds a leaf. */
    public void add(Hash leaf) {
        Hash node = leaf;
        for (long left = size; (left & 1) == 1; left >>= 1) {
            node = Hash.ofNode(edge.remove(edge.size() - 1), node);
        }
        edge.add(node);
        size++;
    }

    /** Leaves. */
    public long size() {
        return size;
    }

    /** The hashes of the complete subtrees, the largest first: 32 bytes for each bit of the size that is set. */
    public byte[] edge() {
        byte[] bytes = new byte[edge.size() * Hash.BYTES];
        for (int i = 0; i < edge.size(); i++) {
            edge.get(i).copyTo(bytes, i * Hash.BYTES);
        }
        return bytes;
    }

    /** The hash of the whole tree. */
    public Hash root() {
        return rootOf(edge);
    }

    /** The root of a tree of which these are the complete subtrees, the largest first. */
    static Hash rootOf(List<Hash> edge) {
        if (edge.isEmpty()) {
            return Hash.OF_NO_LEAF;
        }
        Hash root = edge.get(edge.size() - 1);
        for (int i = edge.size() - 2; i >= 0; i--) {
            root = Hash.ofNode(edge.get(i), root);
        }
        return root;
    }
}
