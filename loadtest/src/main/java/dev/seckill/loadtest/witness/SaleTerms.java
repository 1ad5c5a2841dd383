package dev.seckill.loadtest.witness;

import java.time.Instant;

/**
 * What a sale has promised about who may buy, and when.
 *
 * @param opensAt null: it is open already
 * @param closesAt null: it does not close by itself
 * @param perBuyer units that one buyer may have; 0 for no limit
 * @param perOrder units that one order may have
 */
public record SaleTerms(Instant opensAt, Instant closesAt, long perBuyer, long perOrder) {

    /** Those of a sale that nobody has laid down anything of. */
    public static final SaleTerms NONE = new SaleTerms(null, null, 0, Long.MAX_VALUE);
}
