package dev.seckill.proof.tree;

import java.util.List;
import java.util.Objects;

/**
 * A tree and the leaves that have come since. Hashes what is asked for anew each time, so it is for as many leaves as are added
 * at once. Thread-safe if the tree before is.
 */
public final class GrownTree implements TreeHashes {

    private final TreeHashes before;
    private final long sizeBefore;
    private final List<Hash> leaves;

    /**
     * @param before the tree as it was
     * @param sizeBefore its leaves
     * @param leaves the hashes of those that have come since
     */
    public GrownTree(TreeHashes before, long sizeBefore, List<Hash> leaves) {
        this.before = Objects.requireNonNull(before, "before");
        this.sizeBefore = sizeBefore;
        this.leaves = List.copyOf(leaves);
    }

    /** Leaves, those before included. */
    public long size() {
        return sizeBefore + leaves.size();
    }

    @Override
    public Hash at(int level, long index) {
        if (index + 1 <= sizeBefore >> level) {
            return before.at(level, index);
        }
        if (level == 0) {
            return leaves.get(Math.toIntExact(index - sizeBefore));
        }
        return Hash.ofNode(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
    }
}
