package dev.seckill.loadtest.load;

import dev.seckill.loadtest.witness.BuyerOutcome;
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
    public BuyerOutcome outcome() {
        boolean ok = status.equals("200");
        if ((ok || status.equals("202")) && LEFT.matcher(body).matches() && !orderId.isEmpty()) {
            return BuyerOutcome.ACCEPTED;
        }
        if (ok && body.equals(SOLD_OUT) && orderId.isEmpty()) {
            return BuyerOutcome.SOLD_OUT;
        }
        return status.equals("503") ? BuyerOutcome.REFUSED : BuyerOutcome.FAILED;
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
