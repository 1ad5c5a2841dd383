package dev.seckill.consumer.notify;

import dev.seckill.model.SaleId;
import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.SaleEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which numbers were given up, of the sales that were rebuilt last, as far as it was read here: the partition that tells it may
 * be somebody else's. Poll thread only.
 */
final class RebuiltSales {

    private static final int SALES_MAX = 10_000;

    private final Map<SaleId, GivenUp> sales = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SaleId, GivenUp> eldest) {
            return size() > SALES_MAX;
        }
    };

    /** Takes what the event says of others. */
    void learn(SaleEvent event) {
        if (event instanceof SaleEvent.Recovered) {
            sales.merge(event.sale(), GivenUp.of(List.of(event)), GivenUp::and);
        }
    }

    /** Whether the event came after its number was given up, so that its sale knows nothing of it. */
    boolean leaveOut(SaleEvent event) {
        return sales.getOrDefault(event.sale(), GivenUp.NONE).has(event);
    }
}
