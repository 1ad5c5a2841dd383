package dev.seckill.api.decide;

/**
 * What was last seen of a sale.
 *
 * @param left units left, or null when the sale is unknown or one could not look
 * @param soldOut whether it takes purchases, but has nothing left
 * @param trouble why nothing can be sold until that ends or somebody mends the sale, as a sentence; null when there is no
 *     such reason
 */
public record SaleView(Long left, boolean soldOut, String trouble) {

    /** Nothing was seen. */
    static final SaleView NOT_LOOKED = new SaleView(null, false, "The sale has not been looked at yet.");

    /** Whether this instance has the sale in memory and has looked at it, or tried to. */
    public boolean isLookedAt() {
        return !equals(NOT_LOOKED);
    }
}
