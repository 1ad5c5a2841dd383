package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;

/**
 * A request to buy one unit.
 *
 * @param key the client's name for this purchase, or null: then sending it again is another purchase
 * @param buyer who buys, or null when the request does not say
 */
public record Purchase(IdempotencyKey key, BuyerId buyer) {

    /** A purchase of which nothing is known. */
    public static final Purchase ANONYMOUS = new Purchase(null, null);

    /** Whether nothing stored about earlier orders can change how this purchase is decided. */
    public boolean isAnonymous() {
        return key == null && buyer == null;
    }
}
