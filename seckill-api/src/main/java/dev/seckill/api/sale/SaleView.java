package dev.seckill.api.sale;

/**
 * What was last seen of a sale.
 *
 * @param left units left, or null when the sale is unknown
 */
public record SaleView(Long left) {}
