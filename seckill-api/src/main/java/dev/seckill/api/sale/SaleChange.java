package dev.seckill.api.sale;

import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.event.SaleDefinition;
import java.util.Objects;

/** What an operator asks of a sale. Sent again it changes nothing more. */
public sealed interface SaleChange extends Request {

    /** Who asks, 1 to 64 characters. */
    String by();

    @Override
    default IdempotencyKey key() {
        return null;
    }

    /**
     * The sale shall be like this; it is made if there is none.
     *
     * @param allotment units offered in all, what is sold already included, at least 0
     */
    record Define(String by, long allotment, SaleDefinition definition) implements SaleChange {

        /** @throws IllegalArgumentException if the allotment is below 0 */
        public Define {
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(definition, "definition");
            if (allotment < 0) {
                throw new IllegalArgumentException("allotment must not be negative, but was: " + allotment);
            }
        }
    }

    /**
     * Units shall be put on sale, or taken back.
     *
     * @param key without it, asking again changes the stock again
     * @param units how many, never 0; below 0 to take back what is not sold
     */
    record Restock(String by, IdempotencyKey key, long units) implements SaleChange {

        /** @throws IllegalArgumentException if the units are 0 */
        public Restock {
            Objects.requireNonNull(by, "by");
            if (units == 0) {
                throw new IllegalArgumentException("units must not be 0");
            }
        }
    }

    /** It shall take no purchases until it is resumed. */
    record Pause(String by) implements SaleChange {}

    /** It shall take purchases again. */
    record Resume(String by) implements SaleChange {}

    /** It shall take none any more; that is final. */
    record Close(String by) implements SaleChange {}
}
