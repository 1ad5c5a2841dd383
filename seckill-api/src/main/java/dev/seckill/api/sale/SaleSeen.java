package dev.seckill.api.sale;

import dev.seckill.model.event.SaleDefinition;
import java.time.Instant;

/**
 * What a sale was like when something was decided of it.
 *
 * @param phase whether it takes purchases
 * @param left units not decided, never below 0
 * @param held units of orders that are held; what is neither left nor held is sold
 * @param allotment units offered so far
 * @param definition what was laid down; of a bare counter what holds without a word
 * @param at when, on the clock that decides about the opening hours
 * @param progress how far it got
 */
public record SaleSeen(
        SaleState.Phase phase,
        long left,
        long held,
        long allotment,
        SaleDefinition definition,
        Instant at,
        Progress progress) {

    /**
     * How far a sale got.
     *
     * @param no number of its newest event, 0 before the first
     * @param accepted orders so far, without those that were lost with Redis before they were logged
     * @param heldOrders orders that are held
     * @param outbox events decided and not known to be in the order log
     */
    public record Progress(long no, long accepted, long heldOrders, long outbox) {

        /** Nothing has happened. */
        public static final Progress NONE = new Progress(0, 0, 0, 0);
    }

    /** What a buyer would find. The names are in the replies of the sales API. */
    public enum Status {
        /** It opens later. */
        SCHEDULED,
        /** It takes purchases. */
        OPEN,
        /** Its operator stopped it for a while. */
        PAUSED,
        /** It would take purchases, but nothing is left. */
        SOLD_OUT,
        /** Its operator closed it, or its hours are over. */
        CLOSED,
        /** It sells nothing until it was recovered. */
        HALTED
    }

    /** The first that applies of: halted, closed, paused, scheduled, sold out, open. */
    public Status status() {
        boolean over = definition.closesAt() != null && !at.isBefore(definition.closesAt());
        if (phase == SaleState.Phase.HALTED) {
            return Status.HALTED;
        }
        if (phase == SaleState.Phase.CLOSED || over) {
            return Status.CLOSED;
        }
        if (phase == SaleState.Phase.PAUSED) {
            return Status.PAUSED;
        }
        if (definition.opensAt() != null && at.isBefore(definition.opensAt())) {
            return Status.SCHEDULED;
        }
        return left == 0 ? Status.SOLD_OUT : Status.OPEN;
    }
}
