package dev.seckill.proof.tree;

/** The hashes of a tree's complete subtrees, wherever they are kept. */
public interface TreeHashes {

    /**
     * The hash of the subtree of 2^level leaves that begins with leaf {@code index * 2^level}; all of them are in the tree.
     *
     * @param level 0 for the leaves themselves
     */
    Hash at(int level, long index);
}
