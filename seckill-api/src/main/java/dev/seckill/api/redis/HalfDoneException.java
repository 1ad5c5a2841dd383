package dev.seckill.api.redis;

import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.SaleId;
import redis.clients.jedis.exceptions.JedisException;

/** A command failed within a transaction whose other commands were done: Redis does not roll back. */
final class HalfDoneException extends StockUnavailableException {

    private static final long serialVersionUID = 1L;

    /** @param trouble what shows it */
    HalfDoneException(SaleId sale, String trouble, JedisException cause) {
        super(sale, "redis - a command failed within the transaction: " + trouble, cause);
    }
}
