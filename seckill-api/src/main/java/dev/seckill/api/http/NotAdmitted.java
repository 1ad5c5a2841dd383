package dev.seckill.api.http;

import dev.seckill.api.admission.Verdict;

/** A request that may not go on, and has been counted as such. */
final class NotAdmitted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Verdict.Refused verdict;

    NotAdmitted(Verdict.Refused verdict) {
        super(verdict.detail(), null, false, false); // a stranger can make as many as there is room for
        this.verdict = verdict;
    }

    /** What was said of it. */
    Verdict.Refused verdict() {
        return verdict;
    }
}
