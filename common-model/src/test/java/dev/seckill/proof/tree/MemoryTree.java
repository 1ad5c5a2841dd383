package dev.seckill.proof.tree;

import java.util.ArrayList;
import java.util.List;

/** A tree whose complete subtrees are all in memory. */
final class MemoryTree implements TreeHashes {

    private final List<List<Hash>> levels = new ArrayList<>();

    MemoryTree(List<Hash> leaves) {
        levels.add(leaves);
        for (List<Hash> level = leaves; level.size() > 1; ) {
            List<Hash> above = new ArrayList<>();
            for (int i = 0; i + 1 < level.size(); i += 2) {
                above.add(Hash.ofNode(level.get(i), level.get(i + 1)));
            }
            levels.add(above);
            level = above;
        }
    }

    /** Leaves that all differ. */
    static List<Hash> leaves(int count) {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(Hash.ofLeaf(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)}));
        }
        return leaves;
    }

    @Override
    public Hash at(int level, long index) {
        return levels.get(level).get(Math.toIntExact(index));
    }
}
