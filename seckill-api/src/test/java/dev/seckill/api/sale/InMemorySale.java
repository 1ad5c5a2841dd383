package dev.seckill.api.sale;

import dev.seckill.api.redis.SaleLoss;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Redis holds of one sale, in memory: shared by the {@link InMemoryStockCounter}s of several instances. */
public final class InMemorySale {

    final SaleId id;
    public String counter;
    final Map<String, String> fields = new LinkedHashMap<>();
    final Map<String, byte[]> orders = new LinkedHashMap<>();
    final Map<String, byte[]> buyers = new LinkedHashMap<>();
    final Map<String, byte[]> states = new LinkedHashMap<>();
    /** Until when each order is held, in milliseconds since 1970, by what it is as a text. */
    final Map<String, Long> held = new LinkedHashMap<>();

    public final Map<EventId, OutboxEntry> outbox = new LinkedHashMap<>();
    /** Which companions the sale had. */
    final Set<SaleLoss> marks = EnumSet.noneOf(SaleLoss.class);
    /** Also without an order in it. */
    boolean outboxIsThere;

    /** What the time is in the store. */
    public Clock clock = Clock.systemUTC();

    long version;
    /** Which command of the next transaction fails, 0 for the first; -1 for none. */
    int failing = -1;

    public InMemorySale() {
        this(SaleId.DEFAULT);
    }

    public InMemorySale(SaleId id) {
        this.id = id;
    }

    boolean isThere(SaleLoss companion) {
        return switch (companion) {
            case KEYS -> !orders.isEmpty();
            case BUYERS -> !buyers.isEmpty();
            case OUTBOX -> outboxIsThere;
            case STATES -> !states.isEmpty();
            case HELD -> held.size() == Integer.parseInt(fields.getOrDefault(SaleState.HELD_ORDERS, "0"));
        };
    }

    /** Remembers which companions there are now. */
    void mark() {
        for (SaleLoss companion : SaleLoss.values()) {
            if (isThere(companion)) {
                marks.add(companion);
            }
        }
    }

    /** Held orders whose time is over, the earliest first. */
    List<HeldOrder> due(int most) {
        long now = clock.millis();
        return held.entrySet().stream()
                .filter(order -> order.getValue() <= now)
                .sorted(Map.Entry.comparingByValue())
                .limit(most)
                .map(order -> HeldOrder.parse(order.getKey(), order.getValue()))
                .toList();
    }

    public synchronized void put(String newCounter, Map<String, String> newFields) {
        counter = newCounter;
        fields.putAll(newFields);
        version++;
    }
}
