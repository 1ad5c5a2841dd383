/**
 * The decision: purchases are combined by the {@link dev.seckill.api.decide.DecisionQueue} and decided a batch at a
 * time.
 */
package dev.seckill.api.decide;
