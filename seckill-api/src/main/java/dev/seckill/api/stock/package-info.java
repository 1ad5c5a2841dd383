/**
 * The decision: who gets a unit. Purchases are combined by the {@link dev.seckill.api.stock.DecisionQueue} and decided
 * a batch at a time in one optimistic transaction of the {@link dev.seckill.api.stock.StockCounter}.
 */
package dev.seckill.api.stock;
