package dev.seckill.proof.tree;

import java.util.Iterator;
import java.util.List;

/** Checks the proofs of RFC 9162, sections 2.1.3.2 and 2.1.4.2, by roots alone. */
public final class TreeChecks {

    private TreeChecks() {}

    /** Whether the proof shows that the leaf with this index and hash is in the tree with this size and root. */
    public static boolean includes(Hash leaf, long index, long size, List<Hash> proof, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash next : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hash.ofNode(next, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash.ofNode(hash, next);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /**
     * Whether the proof shows that the tree of {@code size} leaves begins with the leaves of the tree of {@code old}. A tree
     * without a leaf begins every other; that needs no proof, so it is refused here.
     */
    public static boolean isConsistent(long old, Hash oldRoot, long size, Hash root, List<Hash> proof) {
        if (old < 1 || old > size) {
            return false;
        }
        if (old == size) {
            return proof.isEmpty() && oldRoot.equals(root);
        }
        Iterator<Hash> rest = proof.iterator();
        boolean isComplete = Long.bitCount(old) == 1;
        if (!isComplete && !rest.hasNext()) {
            return false;
        }
        int shared = Long.numberOfTrailingZeros(old);
        long node = old - 1 >> shared;
        long last = size - 1 >> shared;
        Hash before = isComplete ? oldRoot : rest.next();
        Hash after = before;
        while (rest.hasNext()) {
            if (last == 0) {
                return false;
            }
            Hash next = rest.next();
            if ((node & 1) == 1 || node == last) {
                before = Hash.ofNode(next, before);
                after = Hash.ofNode(next, after);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                after = Hash.ofNode(after, next);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && before.equals(oldRoot) && after.equals(root);
    }
}
