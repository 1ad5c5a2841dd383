package dev.seckill.api.stock;

/** Knows the order log's newest order of one sale. */
@FunctionalInterface
public interface LoggedSeq {

    /**
     * The highest {@code seq} in the order log at the time of the call, 0 when the log has no order of the sale.
     * Bounded in time.
     *
     * @throws RuntimeException if the order log cannot be read now
     */
    long highest();
}
