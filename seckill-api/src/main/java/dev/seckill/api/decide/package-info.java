/**
 * The decision: what is asked of a sale is combined by {@link dev.seckill.api.decide.SaleDecisions} and decided a batch
 * at a time.
 */
package dev.seckill.api.decide;
