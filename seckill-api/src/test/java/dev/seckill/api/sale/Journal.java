package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.Released.Reason;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The journal of a sale, written event by event as a sale writes it. */
public final class Journal {

    public static final SaleDefinition BARE = new SaleDefinition("car", "car", null, null, 0, 1_000_000_000);

    private final SaleId sale;
    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final List<OutboxEntry> entries = new ArrayList<>();
    private Instant at = Instant.parse("2026-11-29T12:00:00Z");
    private SaleDefinition definition = BARE;
    private SalePhase state = SalePhase.OPEN;
    private long left;
    private long allotment;
    private long seq;

    public Journal(SaleId sale) {
        this.sale = sale;
    }

    /** What is written from now on was decided then. */
    public Journal at(Instant time) {
        at = time;
        return this;
    }

    public Journal defined(SaleDefinition laidDown) {
        definition = laidDown;
        return changed(Change.DEFINED);
    }

    public Journal paused() {
        state = SalePhase.PAUSED;
        return changed(Change.PAUSED);
    }

    public Journal resumed() {
        state = SalePhase.OPEN;
        return changed(Change.RESUMED);
    }

    public Journal closed() {
        state = SalePhase.CLOSED;
        return changed(Change.CLOSED);
    }

    private Journal changed(Change change) {
        return write(new SaleEvent.SaleChanged(sale, nextNo(), left, at, "shop", change, definition, state), null);
    }

    public Journal restocked(long units, String key) {
        left += units;
        allotment += units;
        return write(new SaleEvent.Restocked(sale, nextNo(), units, left, at, "shop"), key);
    }

    public Journal bought(int quantity, String buyer, String key) {
        left -= quantity;
        seq++;
        return write(
                new SaleEvent.Accepted(
                        nextNo(),
                        new Order(
                                ids.next(),
                                sale,
                                seq,
                                buyer == null ? null : new BuyerId(buyer),
                                definition.item(),
                                quantity,
                                left,
                                at),
                        definition.holds().heldUntil(at),
                        definition.holds().cancellable()),
                key);
    }

    /** The order with that place is held for longer. */
    public Journal extended(long place, Instant until) {
        return write(new SaleEvent.Extended(sale, nextNo(), order(place).orderId(), until, left, at, "buyer"), null);
    }

    public Journal confirmed(long place) {
        return write(new SaleEvent.Confirmed(sale, nextNo(), order(place).orderId(), left, at, "shop"), null);
    }

    public Journal released(long place, Reason reason) {
        Order order = order(place);
        left += order.quantity();
        String by = reason == Reason.EXPIRED ? SaleEvent.Released.BY_EXPIRY : "shop";
        return write(
                new SaleEvent.Released(
                        sale, nextNo(), order.orderId(), order.buyer(), order.quantity(), left, at, by, reason),
                null);
    }

    public Journal late(long place) {
        return write(new SaleEvent.Late(sale, nextNo(), order(place).orderId(), left, at, "shop"), null);
    }

    /** The order with that place. */
    public Order order(long place) {
        return entries.stream()
                .map(OutboxEntry::order)
                .filter(order -> order != null && order.seq() == place)
                .findFirst()
                .orElseThrow();
    }

    private long nextNo() {
        return entries.size() + 1;
    }

    private Journal write(SaleEvent event, String key) {
        entries.add(OutboxEntry.of(
                event, key == null ? null : new IdempotencyKey(key), new OutboxEntry.Offer(allotment, 0)));
        return this;
    }

    /** All of it, in the order of the numbers. */
    public List<OutboxEntry> entries() {
        return List.copyOf(entries);
    }
}
