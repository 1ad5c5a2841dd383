package dev.seckill.api.recover;

import dev.seckill.api.orderlog.LoggedSales;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.SaleId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Goes through outboxes and log once for all sales, and gathers what each has to remember of keys and buyers. Of all sales
 * together no more than some thousand orders are in memory. Used once.
 */
final class GatheredOrders {

    private static final int PENDING_MAX = 10_000;

    private final LoggedSales log;
    private int pending;

    GatheredOrders(LoggedSales log) {
        this.log = log;
    }

    void gather(List<SaleRecovery> sales) {
        Map<SaleId, Consumer<OutboxEntry>> sinks = new HashMap<>();
        for (SaleRecovery sale : sales) {
            Consumer<OutboxEntry> orders = sale.gathering();
            Consumer<OutboxEntry> sink = entry -> {
                orders.accept(entry);
                pending++;
                if (pending == PENDING_MAX) {
                    sales.forEach(SaleRecovery::flush);
                    pending = 0;
                }
            };
            sinks.put(sale.id(), sink);
        }
        sales.forEach(sale -> sale.beginAgain(sinks.get(sale.id())));
        log.readAgain(sinks);
        sales.forEach(SaleRecovery::flush);
    }
}
