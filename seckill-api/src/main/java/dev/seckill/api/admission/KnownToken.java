package dev.seckill.api.admission;

import dev.seckill.model.BuyerId;
import java.time.Instant;

/**
 * What a well-signed token says.
 *
 * @param buyer who holds it
 * @param notBefore when it begins to be good; null: it always was
 * @param expires when it ends to be
 */
record KnownToken(BuyerId buyer, Instant notBefore, Instant expires) {}
