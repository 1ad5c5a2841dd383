package dev.seckill.api.orderlog;

import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the first few orders that have one and the same number of a sale, to be told to the operator. */
final class OrdersWithOneNumber {

    private static final int TOLD_MAX = 4;

    private final SaleId sale;
    private final long seq;
    private final Map<OrderId, LoggedEvent> found = new LinkedHashMap<>();

    OrdersWithOneNumber(SaleId sale, long seq) {
        this.sale = sale;
        this.seq = seq;
    }

    void add(LoggedEvent logged) {
        if (found.size() < TOLD_MAX
                && logged.order() != null
                && logged.order().seq() == seq
                && logged.event().sale().equals(sale)) {
            found.putIfAbsent(logged.order().orderId(), logged);
        }
    }

    /** Each once, where it was found first. */
    List<LoggedEvent> first() {
        return List.copyOf(found.values());
    }
}
