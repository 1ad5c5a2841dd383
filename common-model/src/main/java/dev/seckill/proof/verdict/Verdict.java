package dev.seckill.proof.verdict;

import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.EventLeaf;
import java.util.List;
import java.util.Objects;

/**
 * What a receipt and all else that was given prove.
 *
 * @param evidence in a sentence
 * @param leaf the order's acceptance; null of what is not a receipt
 * @param root the key that all of it hangs on; null of what is not a receipt
 * @param cosigners names of those whose signatures stand under a checkpoint that has the order
 * @param papers of a broken word, what shows it to others, word for word
 * @param doubts why what was given does not show that the sale adds up; none if it does, or if nothing of the sale was given
 */
public record Verdict(
        Outcome outcome,
        String evidence,
        EventLeaf leaf,
        NoteKey root,
        List<String> cosigners,
        List<String> papers,
        List<String> doubts) {

    public Verdict {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(evidence, "evidence");
        cosigners = List.copyOf(cosigners);
        papers = List.copyOf(papers);
        doubts = List.copyOf(doubts);
    }

    static Verdict notAReceipt(String evidence) {
        return new Verdict(Outcome.NOT_A_RECEIPT, evidence, null, null, List.of(), List.of(), List.of());
    }

    /** The same with doubts. */
    Verdict doubting(List<String> why) {
        return new Verdict(outcome, evidence, leaf, root, cosigners, papers, why);
    }

    @Override
    public String toString() {
        return outcome + ": " + evidence;
    }
}
