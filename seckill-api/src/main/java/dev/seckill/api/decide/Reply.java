package dev.seckill.api.decide;

import dev.seckill.api.sale.Decision;

/**
 * What a buyer is told.
 *
 * @param decision how the purchase was decided
 * @param logged for an order: whether the order log has acknowledged it; else true, as there is nothing to wait for
 */
public record Reply(Decision decision, boolean logged) {}
