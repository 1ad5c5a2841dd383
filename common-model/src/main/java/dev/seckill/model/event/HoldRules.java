package dev.seckill.model.event;

import java.time.Duration;
import java.time.Instant;

/**
 * What becomes of an order between its acceptance and its end.
 *
 * @param holdFor how long it has its units until it must be confirmed, whole seconds; zero: it is confirmed at once
 * @param holdMax how long at most with all extensions, counted from its acceptance, whole seconds; at least {@code holdFor}
 * @param cancellable whether an order that is confirmed can still be cancelled
 */
public record HoldRules(Duration holdFor, Duration holdMax, boolean cancellable) {

    /** The longest time that an order may be held: 31 days. */
    public static final Duration LONGEST = Duration.ofDays(31);

    /** An accepted order is sold. */
    public static final HoldRules NONE = new HoldRules(Duration.ZERO, Duration.ZERO, false);

    /** @throws IllegalArgumentException if a time is out of its range */
    public HoldRules {
        require("holdFor", holdFor);
        require("holdMax", holdMax);
        EventRules.require(
                holdMax.compareTo(holdFor) >= 0, "holdMax must be at least holdFor, but was: ", holdMax.toSeconds());
        EventRules.require(
                !holdFor.isZero() || holdMax.isZero(), "holdMax needs a holdFor, but was: ", holdMax.toSeconds());
    }

    private static void require(String name, Duration time) {
        EventRules.require(
                !time.isNegative() && time.compareTo(LONGEST) <= 0 && time.getNano() == 0,
                name + " must be 0 to " + LONGEST.toSeconds() + " s, but was: ",
                time);
    }

    /** Whether an accepted order is held at first. */
    public boolean holds() {
        return !holdFor.isZero();
    }

    /** Whether the sale has to remember its orders one by one, because something may become of them yet. */
    public boolean remembersOrders() {
        return holds() || cancellable;
    }

    /** Until when an order that is accepted now has its units; null if it is confirmed at once. */
    public Instant heldUntil(Instant decidedAt) {
        return holds() ? decidedAt.plus(holdFor) : null;
    }
}
