package dev.seckill.consumer.store;

import dev.seckill.consumer.store.Refusal.Cause;
import dev.seckill.model.Order;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An order book in memory, which can be sent away. */
public final class InMemoryOrderStore implements OrderStore {

    private final Map<String, StoredOrder> rows = new LinkedHashMap<>();
    private final Map<String, String> holders = new LinkedHashMap<>();
    private boolean away;

    @Override
    public synchronized StoreOutcome store(List<Order> orders) {
        check();
        int stored = 0;
        int duplicate = 0;
        List<Refusal> refusals = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            Order order = orders.get(i);
            StoredOrder row = StoredOrder.of(order);
            StoredOrder inBook = rows.get(order.orderId().toString());
            String seqKey = order.sale() + "/" + order.seq();
            if (inBook != null && inBook.equals(row)) {
                duplicate++;
            } else if (inBook != null) {
                refusals.add(new Refusal(i, Cause.CONTENT_CLASH, "stored as " + inBook));
            } else if (isUnstorable(order)) {
                refusals.add(new Refusal(i, Cause.UNSTORABLE, "out of range"));
            } else if (holders.containsKey(seqKey)) {
                refusals.add(new Refusal(i, Cause.SEQ_CLASH, "held by " + holders.get(seqKey)));
            } else {
                rows.put(order.orderId().toString(), row);
                holders.put(seqKey, order.orderId().toString());
                stored++;
            }
        }
        return new StoreOutcome(stored, duplicate, refusals);
    }

    @Override
    public synchronized void check() {
        if (away) {
            throw new StoreUnavailableException("memory: away", null);
        }
    }

    /** Lets every call fail until it is back. */
    public synchronized void away(boolean isAway) {
        away = isAway;
    }

    /** The ids in the book, in the order of storing. */
    public synchronized List<String> ids() {
        return List.copyOf(rows.keySet());
    }

    /** What {@link TestBook#refuseTheFarFuture} does in MySQL. */
    private static boolean isUnstorable(Order order) {
        return order.decidedAt().isAfter(TestOrders.FAR_FUTURE);
    }
}
