package dev.seckill.consumer.report;

import java.util.List;

/**
 * A part of a list that is in the order of its numbers.
 *
 * @param next behind which number the next part begins; null at the end
 */
public record Part<T>(List<T> entries, Long next) {

    /** Copies the list. */
    public Part {
        entries = List.copyOf(entries);
    }
}
