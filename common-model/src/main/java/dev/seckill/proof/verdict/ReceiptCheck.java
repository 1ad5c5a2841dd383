package dev.seckill.proof.verdict;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.Note.Signed;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.TlogProof;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Says whether the shop kept its word to a buyer. Every verdict that it broke it rests on the shop's own signatures. Not
 * thread-safe.
 */
public final class ReceiptCheck {

    private final Trust trust;
    private final Clock clock;
    /** Receipts of one shop have one list of keys, and to read it takes longer than all else. */
    private String knownNote;

    private ShopKeys knownKeys;

    /** @param clock only to say whether a promise is overdue; no verdict rests on it */
    public ReceiptCheck(Trust trust, Clock clock) {
        this.trust = Objects.requireNonNull(trust, "trust");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * The verdict on what a buyer kept.
     *
     * @param file as it was kept
     * @param evidence what else there is
     * @throws BadTextException if something of the evidence shows nothing of this receipt; whatever is wrong with the file
     *     itself is a verdict
     */
    public Verdict verdict(byte[] file, Evidence evidence) {
        ReceiptFile parsed;
        ShopKeys keys;
        try {
            parsed = ReceiptFile.parse(file);
            keys = keys(parsed);
        } catch (BadTextException e) {
            return Verdict.notAReceipt(e.getMessage());
        }
        List<ShopKeys> lists = new ArrayList<>(List.of(keys));
        evidence.keys().forEach(later -> lists.add(ShopKeys.of(later, keys.root())));
        CheckedReceipt receipt;
        try {
            receipt = new CheckedReceipt(parsed, keys, lists, trust);
        } catch (BadTextException e) {
            return Verdict.notAReceipt(e.getMessage());
        }
        evidence.proofs().forEach(receipt::add);
        evidence.checkpoints().forEach(receipt::add);
        evidence.certificates().forEach(receipt::add);
        evidence.receipts().forEach(receipt::add);
        return verdict(receipt);
    }

    private ShopKeys keys(ReceiptFile file) {
        if (!file.keys().equals(knownNote)) {
            knownKeys = ShopKeys.of(Note.parse(file.keys()), trust.root());
            knownNote = file.keys();
        }
        return knownKeys;
    }

    private Verdict verdict(CheckedReceipt receipt) {
        long no = receipt.leaf().no();
        if (!receipt.rivals.isEmpty()) {
            return of(Outcome.BROKEN_5, receipt, "two receipts are signed for event " + no + ", with other texts");
        }
        Optional<String> histories = twoHistories(receipt.heads);
        if (histories.isPresent()) {
            return of(Outcome.BROKEN_4, receipt, histories.get());
        }
        if (!receipt.other.isEmpty()) {
            return of(
                    Outcome.BROKEN_1,
                    receipt,
                    "the receipt promises event " + no + ", but the signed tree of "
                            + receipt.other.get(0).checkpoint().size() + " events has something else in its place");
        }
        for (Certificate certificate : receipt.certificates) {
            if (certificate.isFinal() && certificate.size() < no) {
                return of(
                        Outcome.BROKEN_2,
                        receipt,
                        "the receipt promises event " + no + ", but the final certificate ends with event "
                                + certificate.size());
            }
            Optional<Violation> violation = Equations.violationIn(certificate);
            if (violation.isPresent()) {
                return of(Outcome.BROKEN_6, receipt, violation.get().toString());
            }
        }
        if (receipt.own.isEmpty()) {
            return unproven(receipt);
        }
        if (!receipt.releases.isEmpty()) {
            return of(
                    Outcome.RELEASED,
                    receipt,
                    "the order is event " + no + ", and event "
                            + receipt.releases.get(0).no() + " gave its units back");
        }
        return of(
                Outcome.PROVEN,
                receipt,
                "the order is event " + no + " of " + receipt.leaf().origin());
    }

    private static Optional<String> twoHistories(List<CheckedReceipt.Head> heads) {
        for (CheckedReceipt.Head one : heads) {
            for (CheckedReceipt.Head other : heads) {
                if (one.size() == other.size() && !one.root().equals(other.root())) {
                    return Optional.of(Histories.twoRoots(one.size(), one.root(), other.root()));
                }
            }
        }
        return Optional.empty();
    }

    private Verdict unproven(CheckedReceipt receipt) {
        Instant due = receipt.leaf().at().plus(receipt.keys().certifiedWithin());
        for (Map.Entry<Checkpoint, List<Signed>> seen : receipt.cosigned.entrySet()) {
            for (Signed signed : seen.getValue()) {
                if (seen.getKey().size() < receipt.leaf().no() && signed.at().isAfter(due)) {
                    return of(
                            Outcome.BROKEN_3,
                            receipt,
                            "event " + receipt.leaf().no() + " was due at " + due + ", but "
                                    + signed.key().name() + " saw a tree of "
                                    + seen.getKey().size() + " events at "
                                    + signed.at());
                }
            }
        }
        return of(
                Outcome.PROMISED,
                receipt,
                clock.instant().isAfter(due)
                        ? "the order was due in a signed tree at " + due
                                + ", which is over by this clock; no proof was given"
                        : "the order is due in a signed tree at " + due);
    }

    private static Verdict of(Outcome outcome, CheckedReceipt receipt, String evidence) {
        List<String> cosigners = receipt.own.stream()
                .map(TlogProof::checkpoint)
                .flatMap(checkpoint -> receipt.cosigned.get(checkpoint).stream())
                .map(signed -> signed.key().name())
                .distinct()
                .toList();
        return new Verdict(outcome, evidence, receipt.leaf(), receipt.keys().root(), cosigners);
    }
}
