package dev.seckill.consumer.certify;

import dev.seckill.proof.text.Checkpoint;

/**
 * The largest tree of a sale that a cosigner says it has signed.
 *
 * @param size its events; 0 if there is none
 * @param by the cosigner's name; null without a tree
 * @param checkpoint what it shows of it, signed by the shop; null if it shows nothing, or this program has as much itself
 */
record CosignedTree(long size, String by, Checkpoint checkpoint) {

    static final CosignedTree NONE = new CosignedTree(0, null, null);

    /** The larger one; of two that are alike the one that is shown. */
    CosignedTree orLarger(CosignedTree other) {
        boolean isLarger = other.size > size || other.size == size && checkpoint == null;
        return isLarger ? other : this;
    }
}
