package dev.seckill.api.orderlog;

import java.util.Optional;

/** Those orders of a sale that say most: the newest, and those that carry the lowest and the highest allotment. */
final class OrderExtremes {

    private LoggedEvent newest;
    private LoggedEvent leastOffered;
    private LoggedEvent mostOffered;

    /** Takes an order into account. */
    void note(LoggedEvent logged) {
        if (newest == null || logged.order().seq() > newest.order().seq()) {
            newest = logged;
        }
        long allotment = logged.offer().allotment();
        if (allotment > 0
                && (leastOffered == null || allotment < leastOffered.offer().allotment())) {
            leastOffered = logged;
        }
        if (allotment > 0
                && (mostOffered == null || allotment > mostOffered.offer().allotment())) {
            mostOffered = logged;
        }
    }

    /** The order with the highest number. */
    Optional<LoggedEvent> newest() {
        return Optional.ofNullable(newest);
    }

    /** The first order that was read of those that carry the lowest allotment; orders that carry none do not count. */
    Optional<LoggedEvent> leastOffered() {
        return Optional.ofNullable(leastOffered);
    }

    /** The same of the highest allotment. */
    Optional<LoggedEvent> mostOffered() {
        return Optional.ofNullable(mostOffered);
    }
}
