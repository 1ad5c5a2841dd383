package dev.seckill.api.sale;

import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.HoldRules;
import dev.seckill.model.event.SaleDefinition;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SalePhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A sale as it changes from one request of a batch to the next, and what is to be written of that. Used for one batch. */
final class RunningSale {

    private final SaleId sale;
    private final Supplier<OrderId> ids;
    private final Instant now;
    private final SaleState before;
    private final Map<String, byte[]> prior;
    private final List<OutboxEntry> events = new ArrayList<>();
    private final List<OutboxEntry> accepted = new ArrayList<>();
    private final Map<String, byte[]> writtenKeys = new HashMap<>();
    private final RunningBuyers buyers;
    private final RunningOrders orders;
    private final Map<String, String> writtenFields = new LinkedHashMap<>();
    private boolean known;
    private SaleState.Phase phase;
    private SaleDefinition definition;
    private long left;
    private long offered;
    private Instant soldBefore;
    private long changed;
    private SaleSeen seen;
    private Decision closed;
    private boolean isClosedKnown;

    RunningSale(SaleId sale, Supplier<OrderId> ids, Instant now, SaleState before, Map<String, byte[]> prior) {
        this.sale = sale;
        this.ids = ids;
        this.now = now;
        this.before = before;
        this.prior = prior;
        this.buyers = new RunningBuyers(prior);
        this.orders = new RunningOrders(before, prior);
        this.known = before.left() != null;
        this.phase = before.phase();
        this.definition = before.definition().of(sale);
        this.left = Math.max(0, known ? before.left() : 0);
        this.offered = before.offered();
        this.changed = before.changed();
    }

    SaleId id() {
        return sale;
    }

    /** What it remembers of its orders. */
    RunningOrders orders() {
        return orders;
    }

    /** What may become of them. */
    OrderSteps steps() {
        return new OrderSteps(this, orders, buyers, before.epoch());
    }

    /** Whether there is a counter. */
    boolean isKnown() {
        return known;
    }

    /** Whether there is something to be seen: a counter, or that it is halted. */
    boolean isThere() {
        return known || phase == SaleState.Phase.HALTED;
    }

    /** Whether nothing at all has happened to it, so that it can be made. */
    boolean isNew() {
        return !known && before.lastNo() == 0 && phase != SaleState.Phase.HALTED;
    }

    SaleState.Phase phase() {
        return phase;
    }

    SaleDefinition definition() {
        return definition;
    }

    /** Units not decided, never below 0. */
    long left() {
        return left;
    }

    long offered() {
        return offered;
    }

    /** The newest event of its definition and state, or null; whoever repeats the change hears how far that got. */
    EventId newestChange() {
        return changed == 0 ? null : EventId.numbered(sale, changed, before.epoch());
    }

    Instant now() {
        return now;
    }

    /** Entries that the outbox will have, without what tells of changes by hand. */
    long waiting() {
        return before.outbox() + writing();
    }

    private long writing() {
        return events.size() - (writtenFields.containsKey(BatchPlan.BY_HAND) ? 1 : 0);
    }

    SaleSeen seen() {
        if (seen == null) {
            seen = new SaleSeen(phase, left, orders.unitsHeld(), offered, definition, now, progress());
        }
        return seen;
    }

    private SaleSeen.Progress progress() {
        return new SaleSeen.Progress(
                before.lastNo() + events.size(), before.decided() + accepted.size(), orders.held(), waiting());
    }

    /** Why it takes no purchase of anybody, or null. */
    Decision whyClosed() {
        if (!isClosedKnown) {
            closed = PurchaseRules.whyClosed(this);
            isClosedKnown = true;
        }
        return closed;
    }

    /** What somebody did to the counter by hand becomes an event before anything is sold of it. */
    void tellChangeByHand() {
        long units = before.changedByHand();
        if (units != 0) {
            String by = before.isStarted() ? SaleEvent.Restocked.BY_STOCK : SaleEvent.Restocked.BY_HAND;
            add(new SaleEvent.Restocked(sale, nextNo(), units, left, now, by), null);
            writtenFields.put(BatchPlan.BY_HAND, Long.toString(before.byHand() + units));
        }
    }

    /** The entry that the key's field holds, or null. */
    OutboxEntry entryOf(String keyField) {
        byte[] written = writtenKeys.get(keyField);
        byte[] bytes = written == null ? prior.get(keyField) : written;
        return bytes == null ? null : OutboxEntry.parse(bytes);
    }

    long unitsOf(BuyerId buyer) {
        return buyers.unitsOf(buyer);
    }

    /** Whatever may fail comes first: a purchase that is refused because of it must not have taken a unit. */
    OutboxEntry sell(Purchase purchase) {
        long units = purchase.buyer() == null ? 0 : unitsOf(purchase.buyer()) + purchase.quantity();
        long seq = before.seq() + accepted.size() + 1;
        Order order = new Order(
                ids.get(),
                sale,
                seq,
                purchase.buyer(),
                definition.item(),
                purchase.quantity(),
                left - purchase.quantity(),
                now);
        left -= purchase.quantity();
        HoldRules holds = definition.holds();
        SaleEvent.Accepted event =
                new SaleEvent.Accepted(nextNo(), order, holds.heldUntil(order.decidedAt()), holds.cancellable());
        OutboxEntry entry = add(event, purchase);
        accepted.add(entry);
        if (holds.remembersOrders()) {
            orders.made(order.orderId(), OrderRecord.of(event, before.epoch()));
        }
        soldBefore = earlier(soldBefore, definition.closesAt());
        if (purchase.key() != null) {
            writtenKeys.put(StoredFields.ofPurchase(purchase.key()), entry.bytes());
        }
        if (purchase.buyer() != null) {
            buyers.has(purchase.buyer(), units);
        }
        return entry;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one == null || other != null && other.isBefore(one) ? other : one;
    }

    /** Something becomes of an order. */
    OutboxEntry add(SaleEvent.OfOrder event) {
        left += event.units();
        return add(event, null);
    }

    /** Puts units on sale or takes them back. */
    OutboxEntry restock(SaleChange change, long units) {
        offered += units;
        left += units;
        OutboxEntry entry = add(new SaleEvent.Restocked(sale, nextNo(), units, left, now, change.by()), change);
        if (change.key() != null) {
            writtenKeys.put(StoredFields.ofChange(change.key()), entry.bytes());
        }
        return entry;
    }

    /** Lays a definition down; a sale that was not there is there then. */
    OutboxEntry define(SaleChange.Define change) {
        known = true;
        definition = change.definition();
        writtenFields.putAll(StoredDefinition.fieldsOf(definition));
        return changed(change, SaleEvent.SaleChanged.Change.DEFINED);
    }

    /** Pauses, resumes or closes it. */
    OutboxEntry turn(SaleChange change, SaleState.Phase to, SaleEvent.SaleChanged.Change what) {
        phase = to;
        writtenFields.put("state", to.name());
        return changed(change, what);
    }

    private OutboxEntry changed(SaleChange change, SaleEvent.SaleChanged.Change what) {
        return add(
                new SaleEvent.SaleChanged(
                        sale, nextNo(), left, now, change.by(), what, definition, SalePhase.valueOf(phase.name())),
                change);
    }

    /** The number of its next event. */
    long nextNo() {
        return before.lastNo() + events.size() + 1;
    }

    private OutboxEntry add(SaleEvent event, Request request) {
        seen = null;
        isClosedKnown = false;
        if (request instanceof SaleChange && !(request instanceof SaleChange.Restock)) { // that has a key to ask by
            changed = event.no();
            writtenFields.put(SaleState.CHANGED, Long.toString(changed));
        }
        OutboxEntry entry = OutboxEntry.of(
                event, request == null ? null : request.key(), new OutboxEntry.Offer(offered, before.epoch()));
        events.add(entry);
        return entry;
    }

    /**
     * What is to be written and answered.
     *
     * @param open whether it takes purchases after all that
     * @param overdue when the first hold ran out that could not be ended; null without any
     */
    BatchPlan plan(List<Decision> decisions, boolean open, Instant overdue, List<RuntimeException> damages) {
        writtenFields.putAll(orders.writtenFields());
        return new BatchPlan(
                decisions,
                events,
                accepted,
                batch(),
                writtenKeys,
                buyers.written(),
                buyers.returned(),
                orders.written(),
                orders.newlyHeld(),
                orders.heldNoMore(),
                writtenFields,
                before,
                prior,
                new BatchPlan.Stock(before.left(), left, before.offered(), offered),
                soldBefore,
                open,
                isThere() ? seen() : null,
                overdue,
                damages);
    }

    private OrderId batch() {
        if (events.isEmpty()) {
            return null;
        }
        return accepted.isEmpty() ? ids.get() : accepted.get(0).order().orderId();
    }
}
