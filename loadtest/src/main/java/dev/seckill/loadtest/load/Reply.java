package dev.seckill.loadtest.load;

import dev.seckill.loadtest.witness.Outcome;
import java.util.regex.Pattern;

/**
 * A reply as it came over the wire, and how a buyer reads it.
 *
 * @param status the HTTP status, or the load generator's word for why there is none
 * @param body the first line of the body; may be empty
 * @param orderId the header Order-Id; empty when there is none
 */
public record Reply(String status, String body, String orderId) {

    private static final Pattern LEFT = Pattern.compile("\\[\\d+]");
    private static final String SOLD_OUT = "sold out!";

    /** What the buyer takes the reply for; 202 is an acceptance whose delivery is pending. */
    public Outcome outcome() {
        boolean ok = status.equals("200");
        if ((ok || status.equals("202")) && LEFT.matcher(body).matches() && !orderId.isEmpty()) {
            return Outcome.ACCEPTED;
        }
        if (ok && body.equals(SOLD_OUT) && orderId.isEmpty()) {
            return Outcome.SOLD_OUT;
        }
        return status.equals("503") ? Outcome.REFUSED : Outcome.FAILED;
    }

    /** What to tell about an error; empty for a clear reply. */
    public String detail() {
        if (!outcome().isError()) {
            return "";
        }
        String named = LEFT.matcher(body).matches() && orderId.isEmpty() ? " without Order-Id" : "";
        return body.isEmpty() ? status + named : status + " " + body + named;
    }
}
