package dev.seckill.api.sale;

import dev.seckill.model.IdempotencyKey;

/**
 * Something that is asked of a sale. All requests of a sale go through one queue and are decided in the order in which they
 * arrive, so that there is one order of everything that changes it.
 */
public sealed interface Request permits Purchase, OrderChange, SaleChange, Look {

    /** The client's name for this request, so that it may be sent again; null if it has none. */
    IdempotencyKey key();
}
