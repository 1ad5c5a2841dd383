package dev.seckill.proof.verdict;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.TreeChecks;
import dev.seckill.proof.tree.TreeHashes;
import dev.seckill.proof.tree.TreeProofs;
import java.util.List;
import java.util.Optional;

/** Whether two checkpoints of one log, both signed by it, are of one history. */
public final class Histories {

    private Histories() {}

    /** Why they cannot be, as far as they show it themselves: one size with two roots. */
    public static Optional<String> contradiction(Checkpoint one, Checkpoint other) {
        requireSameLog(one, other);
        return one.size() == other.size() && !one.root().equals(other.root())
                ? Optional.of(twoRoots(one.size(), one.root(), other.root()))
                : Optional.empty();
    }

    static String twoRoots(long size, Hash one, Hash other) {
        return "the tree of " + size + " events is signed with the root " + one + " and with " + other;
    }

    /**
     * The same, with the newer one's tree at hand.
     *
     * @param hashes of the newer one's tree, as somebody says
     * @throws BadTextException if they are of another tree, so that they show nothing
     */
    public static Optional<String> contradiction(Checkpoint older, Checkpoint newer, TreeHashes hashes) {
        requireSameLog(older, newer);
        if (older.size() > newer.size()) {
            throw new BadTextException("the older checkpoint must be the smaller one");
        }
        if (older.size() == newer.size()) {
            return contradiction(older, newer);
        }
        if (older.size() == 0) {
            return Optional.empty();
        }
        List<Hash> path = TreeProofs.consistency(hashes, older.size(), newer.size());
        if (leadsFrom(older.root(), older, newer, path)) {
            return Optional.empty();
        }
        Hash then = TreeProofs.root(hashes, older.size());
        if (leadsFrom(then, older, newer, path)) {
            return Optional.of(
                    twoRoots(older.size(), older.root(), then) + ", as the tree of " + newer.size() + " events has it");
        }
        throw new BadTextException("the tiles are not of the tree that the checkpoint signs");
    }

    private static boolean leadsFrom(Hash root, Checkpoint older, Checkpoint newer, List<Hash> path) {
        return TreeChecks.isConsistent(older.size(), root, newer.size(), newer.root(), path);
    }

    private static void requireSameLog(Checkpoint one, Checkpoint other) {
        if (!one.origin().equals(other.origin())) {
            throw new BadTextException("the checkpoints are of two logs: " + one.origin() + " and " + other.origin());
        }
    }
}
