package dev.seckill.loadtest.proof;

import dev.seckill.proof.text.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the receipts of a sale's buyers prove.
 *
 * @param receipts how many there must be: one for each order that a buyer was told of
 * @param proven how many the verifier found to be in the sale's tree
 * @param promised how many are good, not in the tree yet, and not due either
 * @param certificate the newest of the sale; null if there is none
 * @param reasons what is missing or wrong; empty if and only if all is proven
 */
public record ProofVerdict(int receipts, int proven, int promised, Certificate certificate, List<String> reasons) {

    public ProofVerdict {
        Objects.requireNonNull(reasons, "reasons");
        reasons = List.copyOf(reasons);
    }

    public boolean isPass() {
        return reasons.isEmpty();
    }

    /** The same with more that is wrong. */
    public ProofVerdict with(List<String> more) {
        List<String> all = new ArrayList<>(reasons);
        all.addAll(more);
        return new ProofVerdict(receipts, proven, promised, certificate, all);
    }

    /** In a line, and one for each reason. */
    public String text() {
        StringBuilder text = new StringBuilder(line());
        reasons.forEach(reason -> text.append("\n  - ").append(reason));
        return text.toString();
    }

    /** Without the reasons. */
    public String line() {
        StringBuilder text = new StringBuilder("certificate: ");
        if (certificate == null) {
            text.append("none");
        } else {
            text.append(certificate.figures().accepted())
                    .append(" units accepted in ")
                    .append(certificate.size())
                    .append(" events");
        }
        return text.append(", ").append(counts()).toString();
    }

    /** Of the receipts alone. */
    public String counts() {
        return proven + " of " + receipts + " receipts proven" + (promised == 0 ? "" : ", " + promised + " promised");
    }
}
