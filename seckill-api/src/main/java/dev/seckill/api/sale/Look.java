package dev.seckill.api.sale;

import dev.seckill.model.IdempotencyKey;

/** A request that changes nothing: what is the sale like now? */
public record Look() implements Request {

    @Override
    public IdempotencyKey key() {
        return null;
    }
}
