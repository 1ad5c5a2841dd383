package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;

/**
 * A request to buy.
 *
 * @param key the client's name for this purchase, or null: then sending it again is another purchase
 * @param buyer who buys, or null when the request does not say
 * @param quantity units, at least 1; the buyer gets all of them or none
 */
public record Purchase(IdempotencyKey key, BuyerId buyer, int quantity) implements Request {

    /** A purchase of one unit of which nothing is known. */
    public static final Purchase ANONYMOUS = new Purchase(null, null);

    /** @throws IllegalArgumentException if the quantity is below 1 */
    public Purchase {
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity must be at least 1, but was: " + quantity);
        }
    }

    /** A purchase of one unit. */
    public Purchase(IdempotencyKey key, BuyerId buyer) {
        this(key, buyer, 1);
    }

    /** Whether nothing stored about earlier orders can change how this purchase is decided. */
    public boolean isAnonymous() {
        return key == null && buyer == null;
    }
}
