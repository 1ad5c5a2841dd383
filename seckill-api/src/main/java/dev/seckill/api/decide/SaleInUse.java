package dev.seckill.api.decide;

import dev.seckill.api.sale.SaleSeen;
import dev.seckill.model.SaleId;

/**
 * A sale that an instance has in memory, as it was last seen.
 *
 * @param seen what it was like; null if it was never seen
 * @param lookAgeNanos how long ago somebody looked, or tried to
 * @param overdueNanos for how long a hold has been over that could not be ended; 0 without any
 * @param halt why nothing can be sold of it now; null without such a reason
 */
public record SaleInUse(SaleId sale, SaleSeen seen, long lookAgeNanos, long overdueNanos, HaltReason halt) {}
