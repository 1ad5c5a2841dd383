package dev.seckill.proof.cosign;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.NoteSignature;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.ShopKeys.Role;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.TreeChecks;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/**
 * Signs checkpoints of logs that it knows, each only if it has all leaves of the one that it signed before. So of two
 * histories of one sale it signs one at the most. Thread-safe.
 */
public final class Cosigner {

    private final NoteSigner signer;
    private final List<NoteKey> logs;
    private final SeenCheckpoints seen;
    private final Clock clock;

    /** @param logs the log keys of shops; every sale of such a shop is a log of its own */
    public Cosigner(NoteSigner signer, List<NoteKey> logs, SeenCheckpoints seen, Clock clock) {
        this.signer = Objects.requireNonNull(signer, "signer");
        this.logs = List.copyOf(logs);
        this.seen = Objects.requireNonNull(seen, "seen");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Answers a request to sign. */
    public Answer add(byte[] request) {
        AddCheckpoint add;
        try {
            add = AddCheckpoint.parse(request);
        } catch (BadTextException e) {
            return Answer.refused(400, e.getMessage());
        }
        List<NoteKey> keys = keysOf(add.checkpoint().origin());
        if (keys.isEmpty()) {
            return Answer.refused(404, "no log of this origin is known here");
        }
        try {
            add.checkpoint().cosigned(keys, List.of());
        } catch (BadTextException e) {
            return Answer.refused(403, e.getMessage());
        }
        return add.old() > add.checkpoint().size()
                ? Answer.refused(400, "the old tree has more leaves than the new one")
                : sign(add);
    }

    /** The last checkpoint that was signed, by the hash of its origin; null if there is none. */
    public byte[] last(String originHash) {
        return originHash.matches("[0-9a-f]{64}") ? seen.read(originHash) : null;
    }

    private List<NoteKey> keysOf(String origin) {
        try {
            String base = Origin.parse(origin).base();
            return logs.stream()
                    .filter(key -> key.name().equals(Role.LOG.keyName(base)))
                    .toList();
        } catch (BadTextException e) {
            return List.of();
        }
    }

    /** One at a time: between looking and writing nobody else may write. */
    private synchronized Answer sign(AddCheckpoint add) {
        Checkpoint next = add.checkpoint();
        Checkpoint before = seen.of(next.origin());
        long size = before == null ? 0 : before.size();
        if (add.old() != size) {
            return Answer.otherSize(size);
        }
        Hash root = before == null ? Hash.OF_NO_LEAF : before.root();
        if (size == next.size() && !root.equals(next.root())) {
            return Answer.refused(409, "another root was signed for this size");
        }
        if (size == 0 ? !add.proof().isEmpty() : !isConsistent(add, root)) {
            return Answer.refused(422, "the proof does not lead from the old tree to the new one");
        }
        NoteSignature signature = NoteSignature.of(next.note().text(), signer, clock.instant());
        seen.put(next);
        return Answer.signed(signature + "\n");
    }

    private static boolean isConsistent(AddCheckpoint add, Hash root) {
        return TreeChecks.isConsistent(
                add.old(), root, add.checkpoint().size(), add.checkpoint().root(), add.proof());
    }
}
