package dev.seckill.loadtest.attack;

import java.util.ArrayList;
import java.util.List;

/** What every reply must be, whatever was sent. A pure function. */
final class Rules {

    private static final String PROBLEM = "application/problem+json";

    private Rules() {}

    /** Everything that is wrong with a reply; empty when all is well. */
    static List<String> broken(Victim victim, RawRequest request, RawReply reply) {
        List<String> broken = new ArrayList<>();
        int status = reply.status();
        if (status >= 500 && !isIntended(request, reply)) {
            broken.add("a " + status);
        }
        if (status >= 400
                && victim.tellsProblems()
                && !reply.header("Content-Type").orElse("").startsWith(PROBLEM)) {
            broken.add("a " + status + " that is no " + PROBLEM);
        }
        if (request.demand() == RawRequest.Demand.REFUSED && status < 300) {
            broken.add("a " + status + " instead of a refusal");
        }
        if (request.demand() != RawRequest.Demand.MAY_BUY
                && reply.header("Order-Id").isPresent()) {
            broken.add("an order");
        }
        return broken.stream()
                .map(what -> victim.name() + " gave " + what + " to: " + request.what())
                .toList();
    }

    /**
     * Overload says when to come again, and a probe says that it is not ready. A transfer coding or a version of HTTP that
     * the server does not know is a fault of the request; RFC 9110 has these two statuses for it nevertheless.
     */
    private static boolean isIntended(RawRequest request, RawReply reply) {
        return switch (reply.status()) {
            case 503 ->
                reply.header("Retry-After").isPresent() || request.bytes().contains("/health/");
            case 501, 505 -> true;
            default -> false;
        };
    }
}
