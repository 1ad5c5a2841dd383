package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.OrderId;
import java.time.Instant;
import java.util.Objects;

/** What somebody asks of an order that was accepted. Sent again it changes nothing more. */
public sealed interface OrderChange extends Request {

    /** The order. */
    OrderId order();

    /** Who asks, 1 to 64 characters. */
    String by();

    /** An order's own state says what was done to it, so it needs no key. */
    @Override
    default IdempotencyKey key() {
        return null;
    }

    /** It is paid. */
    record Confirm(OrderId order, String by) implements OrderChange {

        public Confirm {
            Objects.requireNonNull(order, "order");
            Objects.requireNonNull(by, "by");
        }
    }

    /**
     * It shall be held for longer.
     *
     * @param until until when; null: as long as the sale allows. A time past that counts as that, one before the order's own
     *     changes nothing
     * @param buyer who has to be the order's buyer; null: whoever asks may do so for every buyer
     */
    record Extend(OrderId order, String by, Instant until, BuyerId buyer) implements OrderChange {

        public Extend {
            Objects.requireNonNull(order, "order");
            Objects.requireNonNull(by, "by");
        }
    }

    /**
     * Its units shall go back.
     *
     * @param buyer who has to be the order's buyer; null: whoever asks may do so for every buyer
     */
    record Cancel(OrderId order, String by, BuyerId buyer) implements OrderChange {

        public Cancel {
            Objects.requireNonNull(order, "order");
            Objects.requireNonNull(by, "by");
        }
    }
}
