package dev.seckill.api.sale;

import dev.seckill.model.OrderId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;

final class InMemoryStockCounterTest extends StockCounterContract {

    private final InMemorySale sale = new InMemorySale();

    @Override
    public StockCounter counter(Clock clock) {
        return new InMemoryStockCounter(sale, clock);
    }

    @Override
    public void set(String counter, Map<String, String> fields) {
        sale.put(counter, fields);
    }

    @Override
    public String left() {
        return sale.counter;
    }

    @Override
    public String field(String name) {
        return sale.fields.get(name);
    }

    @Override
    public List<OrderId> outbox() {
        return sale.outbox.keySet().stream()
                .map(EventId::order)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<OutboxEntry> entries() {
        return List.copyOf(sale.outbox.values());
    }
}
