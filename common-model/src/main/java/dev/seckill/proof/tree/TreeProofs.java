package dev.seckill.proof.tree;

import java.util.ArrayList;
import java.util.List;

/** Makes the proofs of RFC 9162, sections 2.1.3.1 and 2.1.4.1. {@link TreeChecks} is the other half. */
public final class TreeProofs {

    private TreeProofs() {}

    /** The root that the tree had when it had so many leaves. */
    public static Hash root(TreeHashes hashes, long size) {
        List<Hash> edge = new ArrayList<>();
        addEdge(hashes, 0, size, edge);
        return Frontier.rootOf(edge);
    }

    /**
     * That the leaf of this index is in the tree of so many leaves: from its sibling up to a child of the root.
     *
     * @throws IllegalArgumentException if there is no such leaf
     */
    public static List<Hash> inclusion(TreeHashes hashes, long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " is in a tree of " + size);
        }
        List<Hash> proof = new ArrayList<>();
        include(hashes, index, 0, size, proof);
        return proof;
    }

    private static void include(TreeHashes hashes, long index, long from, long to, List<Hash> proof) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            include(hashes, index, from, middle, proof);
            proof.add(range(hashes, middle, to));
        } else {
            include(hashes, index, middle, to, proof);
            proof.add(range(hashes, from, middle));
        }
    }

    /**
     * That the tree of {@code size} leaves begins with those of the tree of {@code old} leaves.
     *
     * @throws IllegalArgumentException if the old one has no leaf, or more than the other
     */
    public static List<Hash> consistency(TreeHashes hashes, long old, long size) {
        if (old < 1 || old > size) {
            throw new IllegalArgumentException("no proof leads from a tree of " + old + " to one of " + size);
        }
        List<Hash> proof = new ArrayList<>();
        follow(hashes, old, 0, size, true, proof);
        return proof;
    }

    private static void follow(TreeHashes hashes, long old, long from, long to, boolean isOldRoot, List<Hash> proof) {
        if (old == to) {
            if (!isOldRoot) {
                proof.add(range(hashes, from, to));
            }
            return;
        }
        long middle = from + split(to - from);
        if (old <= middle) {
            follow(hashes, old, from, middle, isOldRoot, proof);
            proof.add(range(hashes, middle, to));
        } else {
            follow(hashes, old, middle, to, false, proof);
            proof.add(range(hashes, from, middle));
        }
    }

    private static Hash range(TreeHashes hashes, long from, long to) {
        List<Hash> edge = new ArrayList<>();
        addEdge(hashes, from, to, edge);
        return Frontier.rootOf(edge);
    }

    /** The complete subtrees of leaves that begin where one as large as all of them may begin. */
    private static void addEdge(TreeHashes hashes, long from, long to, List<Hash> edge) {
        for (long at = from; at < to; ) {
            int level = Long.SIZE - 1 - Long.numberOfLeadingZeros(to - at);
            edge.add(hashes.at(level, at >> level));
            at += 1L << level;
        }
    }

    /** The largest power of two below. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
