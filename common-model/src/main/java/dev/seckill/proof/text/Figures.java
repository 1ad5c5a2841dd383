package dev.seckill.proof.text;

import dev.seckill.proof.note.BadTextException;
import java.time.Instant;

/**
 * What the leaves of a sale add up to.
 *
 * @param allotment units that were put on sale, less those taken back
 * @param accepted units of accepted orders
 * @param released units that went back from orders
 * @param confirmed events that say that an order was paid
 * @param voids numbers that were given up
 * @param left units left after the last event
 * @param first when the first event was decided; null if none is known
 * @param last when the last one was; null if none is known
 */
public record Figures(
        long allotment,
        long accepted,
        long released,
        long confirmed,
        long voids,
        long left,
        Instant first,
        Instant last) {

    /** @throws BadTextException if a time cannot be written, or only one is there */
    public Figures {
        if ((first == null) != (last == null)) {
            throw new BadTextException("where there is a first event there is a last one");
        }
        if (first != null) {
            Times.checked(first);
            Times.checked(last);
        }
    }
}
