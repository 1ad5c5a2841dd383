package dev.seckill.loadtest.witness;

import java.time.Instant;
import java.util.Objects;

/**
 * One reply of the sales API to a purchase.
 *
 * @param answer what the buyer saw
 * @param key what names the purchase, however often it was sent
 * @param isReplay whether it is marked as the order that an earlier request of the purchase got
 * @param serverTime what the reply gives as the time of the sale's clock; null if it gives none
 */
public record ShopAnswer(Answer answer, String key, boolean isReplay, Instant serverTime) {

    /** Checks that nothing is missing that every reply has. */
    public ShopAnswer {
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(key, "key");
    }
}
