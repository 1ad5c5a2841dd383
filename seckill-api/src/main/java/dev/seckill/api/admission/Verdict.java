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
     * It may not, and has been counted as such.
     *
     * @param status of HTTP
     * @param type what is wrong, as a URI of the docs page
     * @param detail one sentence for the client
     * @param retryAfterSeconds after which trying again may help; 0 if that does not help
     * @param challenge for the header WWW-Authenticate; null if there is none
     * @param field what of the request is wrong; null if that is said otherwise
     */
    record Refused(int status, String type, String detail, long retryAfterSeconds, String challenge, String field)
            implements Verdict {

        static Refused tooMany(String detail, long retryAfterSeconds) {
            return new Refused(429, "/docs#too-many-requests", detail, retryAfterSeconds, null, null);
        }

        static Refused unauthorized(String detail) {
            return new Refused(401, "/docs#unauthorized", detail, 0, "Bearer", null);
        }

        static Refused invalid(String field, String detail) {
            return new Refused(400, "/docs#invalid-request", detail, 0, null, field);
        }

        static Refused unavailable(String detail) {
            return new Refused(503, "/docs#unavailable", detail, 1, null, null);
        }
    }
}
