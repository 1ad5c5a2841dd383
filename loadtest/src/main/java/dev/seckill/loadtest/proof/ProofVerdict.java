package dev.seckill.loadtest.proof;

import dev.seckill.proof.text.Certificate;
import java.util.List;
import java.util.Objects;

/**
 * What the receipts of a sale's buyers prove.
 *
 * @param receipts how many there must be: one for each order that a buyer was told of
 * @param proven how many the verifier found to be in the sale's tree
 * @param certificate the newest of the sale; null if there is none
 * @param reasons what is missing or wrong; empty if and only if all is proven
 */
public record ProofVerdict(int receipts, int proven, Certificate certificate, List<String> reasons) {

    public ProofVerdict {
        Objects.requireNonNull(reasons, "reasons");
        reasons = List.copyOf(reasons);
    }

    public boolean isPass() {
        return reasons.isEmpty();
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
        text.append(", ").append(proven).append(" of ").append(receipts).append(" receipts proven");
        return text.toString();
    }
}
