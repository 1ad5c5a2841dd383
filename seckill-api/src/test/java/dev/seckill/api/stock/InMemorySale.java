package dev.seckill.api.stock;

import dev.seckill.model.OrderId;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Redis holds of one sale, in memory: shared by the {@link InMemoryStockCounter}s of several instances. */
final class InMemorySale {

    String counter;
    final Map<String, String> fields = new LinkedHashMap<>();
    final Map<String, byte[]> orders = new LinkedHashMap<>();
    final Map<String, byte[]> buyers = new LinkedHashMap<>();
    final Map<OrderId, OutboxEntry> outbox = new LinkedHashMap<>();
    long version;
    /** Which command of the next transaction fails, 0 for the first; -1 for none. */
    int failing = -1;

    synchronized void put(String newCounter, Map<String, String> newFields) {
        counter = newCounter;
        fields.putAll(newFields);
        version++;
    }
}
