package dev.seckill.api.stock;

import dev.seckill.model.OrderId;
import java.time.Clock;
import java.util.List;
import java.util.Map;

final class InMemoryStockCounterTest extends StockCounterContract {

    private final InMemorySale sale = new InMemorySale();

    @Override
    StockCounter counter(Clock clock) {
        return new InMemoryStockCounter(sale, clock);
    }

    @Override
    void set(String counter, Map<String, String> fields) {
        sale.put(counter, fields);
    }

    @Override
    String left() {
        return sale.counter;
    }

    @Override
    String field(String name) {
        return sale.fields.get(name);
    }

    @Override
    List<OrderId> outbox() {
        return List.copyOf(sale.outbox.keySet());
    }
}
