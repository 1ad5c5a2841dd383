package dev.seckill.consumer.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/**
 * What was signed of a sale's journal when it had so many events: a row of {@code certified}.
 *
 * @param root of the tree of their leaves
 * @param edge what is needed of that tree to add leaves to it
 * @param note the signed checkpoint; empty of the tree without a leaf, which nobody signs
 */
public record CertifiedTree(String origin, long size, byte[] root, byte[] edge, String note, Instant made) {

    /** Copies the bytes. */
    public CertifiedTree {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(note, "note");
        root = root.clone();
        edge = edge.clone();
    }

    @Override
    public byte[] root() {
        return root.clone();
    }

    @Override
    public byte[] edge() {
        return edge.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CertifiedTree that
                && origin.equals(that.origin)
                && size == that.size
                && Arrays.equals(root, that.root)
                && Arrays.equals(edge, that.edge)
                && note.equals(that.note)
                && Objects.equals(made, that.made);
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, size, Arrays.hashCode(root));
    }

    @Override
    public String toString() {
        return origin + " (size=" + size + ")";
    }
}
