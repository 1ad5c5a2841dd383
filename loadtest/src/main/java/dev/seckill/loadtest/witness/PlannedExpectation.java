package dev.seckill.loadtest.witness;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a planned sale was set out to be.
 *
 * @param sale the sale's id
 * @param buyers how many ask, each until it has a unit or the sale is closed
 * @param perBuyer units that one buyer may have
 * @param opensAt when it opens, by the clock of Redis
 * @param changes what its operator did, in this order
 * @param silences spans in which nobody may get anything
 * @param firstStop when its operator first stopped it, on the buyers' clock
 */
public record PlannedExpectation(
        String sale,
        int buyers,
        long perBuyer,
        Instant opensAt,
        List<DueChange> changes,
        List<Silence> silences,
        Instant firstStop) {

    /** Copies the lists. */
    public PlannedExpectation {
        Objects.requireNonNull(sale, "sale");
        Objects.requireNonNull(opensAt, "opensAt");
        Objects.requireNonNull(firstStop, "firstStop");
        changes = List.copyOf(changes);
        silences = List.copyOf(silences);
    }

    /** Units put on sale, restocks included. */
    public long offered() {
        return changes.stream().mapToLong(DueChange::units).sum();
    }
}
