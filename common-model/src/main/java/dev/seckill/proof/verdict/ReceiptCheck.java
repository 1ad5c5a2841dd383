package dev.seckill.proof.verdict;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.Note.Signed;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.TlogProof;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
        KnownKeys known = KnownKeys.of(keys, evidence.keys());
        CheckedReceipt receipt;
        try {
            receipt = new CheckedReceipt(parsed, keys, known, trust);
        } catch (BadTextException e) {
            return Verdict.notAReceipt(e.getMessage());
        }
        evidence.proofs().forEach(receipt::add);
        evidence.checkpoints().forEach(receipt::add);
        evidence.certificates().forEach(receipt::add);
        evidence.receipts().forEach(receipt::add);
        Verdict verdict = verdict(receipt, evidence.findings(), clock.instant());
        return verdict.outcome().isBroken() ? verdict : verdict.doubting(doubts(receipt, evidence));
    }

    private static List<String> doubts(CheckedReceipt receipt, Evidence evidence) {
        Stream<String> ofCertificates = receipt.certificates.stream()
                .map(sum -> Equations.doubtIn(sum.certificate()))
                .flatMap(Optional::stream);
        return Stream.concat(evidence.doubts().stream(), ofCertificates)
                .distinct()
                .toList();
    }

    private ShopKeys keys(ReceiptFile file) {
        if (!file.keys().equals(knownNote)) {
            knownKeys = ShopKeys.of(Note.parse(file.keys()), trust.root());
            knownNote = file.keys();
        }
        return knownKeys;
    }

    private static Verdict verdict(CheckedReceipt receipt, List<Finding> findings, Instant now) {
        return rival(receipt)
                .or(() -> twoHistories(receipt))
                .or(() -> found(receipt, findings, Outcome.BROKEN_4))
                .or(() -> otherLeaf(receipt))
                .or(() -> pastTheEnd(receipt))
                .or(() -> sums(receipt))
                .or(() -> found(receipt, findings, Outcome.BROKEN_6))
                .orElseGet(() -> receipt.own.isEmpty() ? unproven(receipt, now) : proven(receipt));
    }

    private static Optional<Verdict> rival(CheckedReceipt receipt) {
        return receipt.rivals.stream()
                .findFirst()
                .map(rival -> verdict(
                        Outcome.BROKEN_5,
                        receipt,
                        "two receipts are signed for event " + receipt.leaf().no() + ", with other texts",
                        List.of(receipt.note(), rival.note().toString())));
    }

    private static Optional<Verdict> twoHistories(CheckedReceipt receipt) {
        for (CheckedReceipt.Head one : receipt.heads) {
            for (CheckedReceipt.Head other : receipt.heads) {
                if (one.size() == other.size() && !one.root().equals(other.root())) {
                    return Optional.of(verdict(
                            Outcome.BROKEN_4,
                            receipt,
                            Histories.twoRoots(one.size(), one.root(), other.root()),
                            List.of(one.note().toString(), other.note().toString())));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Verdict> otherLeaf(CheckedReceipt receipt) {
        return receipt.other.stream()
                .findFirst()
                .map(proof -> verdict(
                        Outcome.BROKEN_1,
                        receipt,
                        "the receipt promises event " + receipt.leaf().no() + ", but the signed tree of "
                                + proof.checkpoint().size() + " events has something else in its place",
                        List.of(receipt.note(), proof.toString())));
    }

    private static Optional<Verdict> pastTheEnd(CheckedReceipt receipt) {
        return receipt.certificates.stream()
                .filter(sum -> sum.certificate().isFinal()
                        && sum.certificate().size() < receipt.leaf().no())
                .findFirst()
                .map(sum -> verdict(
                        Outcome.BROKEN_2,
                        receipt,
                        "the receipt promises event " + receipt.leaf().no()
                                + ", but the final certificate ends with event "
                                + sum.certificate().size(),
                        List.of(receipt.note(), sum.note().toString())));
    }

    private static Optional<Verdict> sums(CheckedReceipt receipt) {
        for (CheckedReceipt.Sum sum : receipt.certificates) {
            Optional<Violation> violation = Equations.violationIn(sum.certificate());
            if (violation.isPresent()) {
                return Optional.of(verdict(
                        Outcome.BROKEN_6,
                        receipt,
                        violation.get().toString(),
                        List.of(sum.note().toString())));
            }
        }
        return Optional.empty();
    }

    private static Optional<Verdict> found(CheckedReceipt receipt, List<Finding> findings, Outcome outcome) {
        return findings.stream()
                .filter(finding -> finding.outcome() == outcome)
                .findFirst()
                .map(finding -> verdict(outcome, receipt, finding.what(), finding.papers()));
    }

    private static Verdict proven(CheckedReceipt receipt) {
        long no = receipt.leaf().no();
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

    private static Verdict unproven(CheckedReceipt receipt, Instant now) {
        Instant due = receipt.leaf().at().plus(receipt.keys().certifiedWithin());
        for (Map.Entry<Checkpoint, List<Signed>> seen : receipt.cosigned.entrySet()) {
            for (Signed signed : seen.getValue()) {
                if (seen.getKey().size() < receipt.leaf().no() && signed.at().isAfter(due)) {
                    return verdict(
                            Outcome.BROKEN_3,
                            receipt,
                            "event " + receipt.leaf().no() + " was due at " + due + ", but "
                                    + signed.key().name() + " saw a tree of "
                                    + seen.getKey().size() + " events at "
                                    + signed.at()
                                    + ", by its clock and as far as it had been shown; a proof of the order refutes this",
                            List.of(receipt.note(), seen.getKey().note().toString()));
                }
            }
        }
        return of(
                Outcome.PROMISED,
                receipt,
                now.isAfter(due)
                        ? "the order was due in a signed tree at " + due
                                + ", which is over by this clock; no proof was given"
                        : "the order is due in a signed tree at " + due);
    }

    private static Verdict of(Outcome outcome, CheckedReceipt receipt, String evidence) {
        return verdict(outcome, receipt, evidence, List.of());
    }

    private static Verdict verdict(Outcome outcome, CheckedReceipt receipt, String evidence, List<String> papers) {
        List<String> cosigners = receipt.own.stream()
                .map(TlogProof::checkpoint)
                .flatMap(checkpoint -> receipt.cosigned.get(checkpoint).stream())
                .map(signed -> signed.key().name())
                .distinct()
                .toList();
        return new Verdict(outcome, evidence, receipt.leaf(), receipt.keys().root(), cosigners, papers, List.of());
    }
}
