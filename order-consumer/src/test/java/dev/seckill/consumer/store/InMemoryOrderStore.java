package dev.seckill.consumer.store;

import dev.seckill.consumer.store.Refusal.Cause;
import dev.seckill.model.Order;
import dev.seckill.model.event.GivenUp;
import dev.seckill.model.event.SaleEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An order book in memory, which can be sent away. */
public final class InMemoryOrderStore implements OrderStore {

    private final Map<String, BookedOrder> rows = new LinkedHashMap<>();
    private final Map<String, String> holders = new LinkedHashMap<>();
    private final Map<EventKey, SaleEvent> journal = new LinkedHashMap<>();
    private boolean away;

    @Override
    public synchronized StoreOutcome store(List<? extends SaleEvent> events) {
        check();
        int stored = 0;
        int duplicate = 0;
        List<Refusal> refusals = new ArrayList<>();
        List<SaleEvent> known = new ArrayList<>(journal.values());
        known.addAll(events);
        for (int i = 0; i < events.size(); i++) {
            Cause clash = clash(events.get(i));
            if (isGivenUp(events.get(i), known)) {
                clash = Cause.GIVEN_UP;
            }
            if (clash != null) {
                refusals.add(new Refusal(i, clash, "held by " + holder(events.get(i))));
            } else if (put(events.get(i))) {
                stored++;
            } else {
                duplicate++;
            }
        }
        return new StoreOutcome(stored, duplicate, refusals);
    }

    private boolean isGivenUp(SaleEvent event, List<SaleEvent> known) {
        return !journal.containsKey(EventKey.of(event))
                && GivenUp.of(known.stream()
                                .filter(other -> other.sale().equals(event.sale()))
                                .toList())
                        .has(event);
    }

    /** Null if nothing is against it. */
    private Cause clash(SaleEvent event) {
        BookedOrder row = row(event);
        SaleEvent entry = event.no() == SaleEvent.UNNUMBERED ? null : journal.get(EventKey.of(event));
        boolean seqHeld = event instanceof SaleEvent.Accepted && row == null && holder(event) != null;
        if (row != null && !row.agreesWith((SaleEvent.Accepted) event)) {
            return Cause.CONTENT_CLASH;
        }
        if (entry != null && !entry.equals(event)) {
            return seqHeld ? Cause.SEQ_CLASH : Cause.NO_CLASH;
        }
        if (entry == null && event.no() != SaleEvent.UNNUMBERED && row != null && row.hasAnotherNo(event.no())) {
            return Cause.NO_CLASH;
        }
        if (entry == null && row == null && isUnstorable(event)) {
            return Cause.UNSTORABLE;
        }
        return seqHeld ? Cause.SEQ_CLASH : null;
    }

    private boolean put(SaleEvent event) {
        boolean isNew = event.no() != SaleEvent.UNNUMBERED && journal.putIfAbsent(EventKey.of(event), event) == null;
        if (event instanceof SaleEvent.Accepted accepted) {
            Order order = accepted.order();
            BookedOrder before = row(event);
            long lastNo = before == null ? event.no() : Math.max(before.lastNo(), event.no());
            rows.put(order.orderId().toString(), new BookedOrder(StoredOrder.of(order), order.item(), lastNo, lastNo));
            holders.put(seqKey(order), order.orderId().toString());
            return isNew || before == null;
        }
        return isNew;
    }

    private BookedOrder row(SaleEvent event) {
        return event instanceof SaleEvent.Accepted accepted
                ? rows.get(accepted.order().orderId().toString())
                : null;
    }

    private String holder(SaleEvent event) {
        return event instanceof SaleEvent.Accepted accepted ? holders.get(seqKey(accepted.order())) : null;
    }

    private static String seqKey(Order order) {
        return order.sale() + "/" + order.seq();
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

    /** The sale's journal, in the order of the numbers. */
    synchronized List<SaleEvent> journal(String sale) {
        return journal.values().stream()
                .filter(event -> event.sale().value().equals(sale))
                .sorted(Comparator.comparingLong(SaleEvent::no))
                .toList();
    }

    /** What the journal makes of an order that is there; null if it is not. */
    synchronized OrderLife life(String orderId) {
        if (!rows.containsKey(orderId)) {
            return null;
        }
        OrderLife life = new OrderLife();
        journal(rows.get(orderId).order().sale()).stream()
                .filter(SaleEvent.OfOrder.class::isInstance)
                .map(SaleEvent.OfOrder.class::cast)
                .filter(event -> event.orderId().toString().equals(orderId))
                .forEach(life::add);
        return life;
    }

    /** What {@link TestBook#refuseTheFarFuture} does in MySQL. */
    private static boolean isUnstorable(SaleEvent event) {
        return event.at().isAfter(TestOrders.FAR_FUTURE);
    }
}
