package dev.seckill.loadtest.witness;

import dev.seckill.model.event.NumberRange;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One entry of a sale's journal, as the order book has it.
 *
 * @param no its number within the sale
 * @param kind as it is on the wire
 * @param orderId the order that it is about; null if it is about none
 * @param units how it changes what is left; below 0 when units are taken
 * @param left units left after it
 * @param at when it was decided, by the clock that decides about holds as well
 * @param hold what it says of the order's hold
 * @param givenUp numbers that it gives up
 */
public record JournalEvent(
        long no, String kind, String orderId, long units, long left, Instant at, Hold hold, List<NumberRange> givenUp) {

    /**
     * What an event says of the hold of its order.
     *
     * @param until until when the order is held from then on; null if it says none
     * @param cancellable whether the order can be cancelled once it is confirmed
     * @param reason why its units went back, as it is on the wire; null if they did not
     */
    public record Hold(Instant until, boolean cancellable, String reason) {

        /** It says nothing. */
        public static final Hold NONE = new Hold(null, false, null);
    }

    /** Copies the list. */
    public JournalEvent {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(hold, "hold");
        givenUp = List.copyOf(givenUp);
    }

    /** One that says nothing of a hold, at a time that does not matter. */
    public JournalEvent(long no, String kind, String orderId, long units, long left, List<NumberRange> givenUp) {
        this(no, kind, orderId, units, left, Instant.EPOCH, Hold.NONE, givenUp);
    }
}
