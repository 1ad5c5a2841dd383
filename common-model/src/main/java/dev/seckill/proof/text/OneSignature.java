package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import java.util.Collection;

/** Notes that one key alone signs. */
final class OneSignature {

    private OneSignature() {}

    /** Requires that nobody else has signed, or seems to have. */
    static Note alone(String what, Note note) {
        if (note.signatures().size() != 1) {
            throw new BadTextException(what + " must have one signature");
        }
        return note;
    }

    /** Requires that one of these keys has signed. */
    static void require(String what, Note note, Collection<NoteKey> keys) {
        if (keys.stream().noneMatch(key -> note.signatures().get(0).claims(key))) {
            throw new BadTextException(what + " must be signed by a key that the shop has listed for it");
        }
        note.signed(keys);
    }
}
