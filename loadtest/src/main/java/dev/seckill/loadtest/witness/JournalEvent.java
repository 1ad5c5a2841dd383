package dev.seckill.loadtest.witness;

import dev.seckill.model.event.NumberRange;
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
 * @param givenUp numbers that it gives up
 */
public record JournalEvent(long no, String kind, String orderId, long units, long left, List<NumberRange> givenUp) {

    /** Copies the list. */
    public JournalEvent {
        Objects.requireNonNull(kind, "kind");
        givenUp = List.copyOf(givenUp);
    }
}
