package dev.seckill.api.admission;

import dev.seckill.model.BuyerId;

/** Whether a request may go on. */
public sealed interface Verdict {

    /**
     * It may.
     *
     * @param buyer who asks; null as long as nothing says so
     */
    record Admitted(BuyerId buyer) implements Verdict {}

    /**
     * It may not.
     *
     * @param why it may not
     * @param detail one sentence for the client
     * @param retryAfterSeconds after which trying again may help; 0 if that does not help
     * @param field what of the request is wrong; null if that is said otherwise
     */
    record Refused(Why why, String detail, long retryAfterSeconds, String field) implements Verdict {

        static Refused tooMany(String detail, long retryAfterSeconds) {
            return new Refused(Why.TOO_MANY, detail, retryAfterSeconds, null);
        }

        static Refused unauthorized(String detail) {
            return new Refused(Why.UNAUTHORIZED, detail, 0, null);
        }

        static Refused invalid(String field, String detail) {
            return new Refused(Why.INVALID, detail, 0, field);
        }

        static Refused overloaded(String detail) {
            return new Refused(Why.OVERLOADED, detail, 1, null);
        }

        static Refused unavailable(String detail) {
            return new Refused(Why.UNAVAILABLE, detail, 1, null);
        }

        /** The status of HTTP. */
        public int status() {
            return why.status;
        }

        /** What is wrong, as a URI of the docs page. */
        public String type() {
            return why.type;
        }

        /** For the header WWW-Authenticate; null if there is none. */
        public String challenge() {
            return why == Why.UNAUTHORIZED ? "Bearer" : null;
        }
    }

    /** Why a request may not go on. */
    enum Why {
        /** Somebody asks too often. */
        TOO_MANY(429, "/docs#too-many-requests"),
        /** Nothing proves who buys. */
        UNAUTHORIZED(401, "/docs#unauthorized"),
        /** It says two things. */
        INVALID(400, "/docs#invalid-request"),
        /** A bound was reached. */
        OVERLOADED(503, "/docs#overloaded"),
        /** What is needed for it is not there. */
        UNAVAILABLE(503, "/docs#unavailable");

        private final int status;
        private final String type;

        Why(int status, String type) {
            this.status = status;
            this.type = type;
        }
    }
}
