package dev.seckill.api.http;

import dev.seckill.api.admission.Admission;
import dev.seckill.api.admission.Verdict;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.model.BuyerId;

/** A request that may not go on, and has been counted as such. */
final class NotAdmitted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Verdict.Refused verdict;

    NotAdmitted(Verdict.Refused verdict) {
        super(verdict.detail(), null, false, false); // a stranger can make as many as there is room for
        this.verdict = verdict;
    }

    /**
     * The buyer who is admitted; null if nobody says who it is.
     *
     * @throws NotAdmitted if it may not go on, which is counted
     */
    static BuyerId unless(Verdict verdict, Admission admission, RequestCounts counts) {
        if (verdict instanceof Verdict.Refused refused) {
            throw new NotAdmitted(admission.counted(refused, counts));
        }
        return ((Verdict.Admitted) verdict).buyer();
    }

    /** What was said of it. */
    Verdict.Refused verdict() {
        return verdict;
    }
}
