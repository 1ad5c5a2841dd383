package dev.seckill.loadtest.proof;

import dev.seckill.loadtest.witness.Reasons;
import dev.seckill.proof.text.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Counts what the verifier found of a sale's receipts. Not thread-safe. */
final class Tally {

    private static final Set<String> GOOD = Set.of("PROVEN", "RELEASED");

    /** Of what is overdue the verifier says that it was due. */
    private static final String NOT_DUE = "PROMISED: the order is due ";

    /** Bad verdicts that are told word for word. */
    private static final int TOLD_MAX = 10;

    private final int receipts;
    private final boolean mayBePromised;
    private final Reasons reasons = new Reasons();
    private final List<String> bad = new ArrayList<>();
    private int proven;
    private int promised;

    /**
     * @param receipts how many there must be
     * @param mayBePromised whether one that is in no tree yet is good as long as it is not due
     */
    Tally(int receipts, boolean mayBePromised) {
        this.receipts = receipts;
        this.mayBePromised = mayBePromised;
    }

    /** What was asked for in vain, and what was replied last. */
    void missing(List<String> missing) {
        reasons.addIfAny(missing, "did not come");
    }

    /** What the verifier said of one receipt. */
    void take(String verdict) {
        if (GOOD.contains(StandAloneVerifier.word(verdict))) {
            proven++;
        } else if (mayBePromised && verdict.startsWith(NOT_DUE)) {
            promised++;
        } else {
            bad.add(verdict);
        }
    }

    ProofVerdict verdict(Certificate certificate) {
        bad.stream().limit(TOLD_MAX).forEach(reasons::add);
        if (bad.size() > TOLD_MAX) {
            reasons.add("and so on: " + bad.size() + " receipts are not proven");
        }
        return new ProofVerdict(receipts, proven, promised, certificate, reasons.lines());
    }
}
