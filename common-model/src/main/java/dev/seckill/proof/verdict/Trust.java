package dev.seckill.proof.verdict;

import dev.seckill.proof.note.NoteKey;
import java.util.List;

/**
 * Whom a stranger believes.
 *
 * @param root the shop's root key, got from elsewhere than the receipt; null to take the receipt's word for it
 * @param cosigners who saw checkpoints, and when
 */
public record Trust(NoteKey root, List<NoteKey> cosigners) {

    public Trust {
        cosigners = List.copyOf(cosigners);
    }
}
