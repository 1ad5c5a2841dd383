package dev.seckill.api.outbox;

import dev.seckill.api.decide.OrderDelivery;
import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.trace.TraceParent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what the decision thread decided, and what the {@link Relay} found in the outbox, to the order log.
 *
 * <p>An order is late when the log has not acknowledged it within the publish wait: its buyer is told so. When the log
 * acknowledges nothing at all for the log silence though orders wait for it, nothing more is decided here, because a
 * silent log would only pile up promises; a slow one is bounded by the number of unlogged orders.
 */
public final class OutboxDelivery implements OrderDelivery, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OutboxDelivery.class);

    private final OrderLog orderLog;
    private final Settings settings;
    private final ConcurrentMap<EventId, InFlight> orders = new ConcurrentHashMap<>();
    private final UnderWay underWay = new UnderWay();
    private final LoggedEvents logged = new LoggedEvents();
    private final Acknowledgements acknowledgements;
    private final PublishWait wait;
    private final DeliveryEvents events;
    private final SparseLine notTaken = new SparseLine();

    /**
     * The bounds of the delivery.
     *
     * @param publishWait how long a buyer waits for the log's acknowledgement
     * @param logSilence how long the log may acknowledge nothing while orders wait for it; past it nothing is decided
     * @param unloggedMax orders of this instance that may be without acknowledgement; past it nothing is decided
     */
    public record Settings(Duration publishWait, Duration logSilence, int unloggedMax) {}

    /** Starts, without counting anything; the log belongs to the caller. */
    public OutboxDelivery(OrderLog orderLog, Settings settings) {
        this(orderLog, settings, DeliveryEvents.NONE);
    }

    /** Starts; the log belongs to the caller. */
    public OutboxDelivery(OrderLog orderLog, Settings settings, DeliveryEvents events) {
        this.events = Objects.requireNonNull(events, "events");
        this.orderLog = Objects.requireNonNull(orderLog, "orderLog");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.acknowledgements = new Acknowledgements(settings.logSilence(), System::nanoTime);
        this.wait = new PublishWait(settings.publishWait(), acknowledgements::tellSilence);
    }

    @Override
    public String refusal() {
        if (acknowledgements.isLogSilent()) {
            return Bound.LOG_SILENT.sentence();
        }
        if (acknowledgements.missing() >= settings.unloggedMax()) {
            return Bound.BACKLOG.sentence();
        }
        Bound trouble = orderLog.trouble();
        return trouble == null ? null : trouble.sentence();
    }

    /** Whether the log could be reached when it was last asked, and is not silent. */
    public boolean isLogThere() {
        return orderLog.isReady() && !acknowledgements.isLogSilent();
    }

    /** Orders of this instance without the log's acknowledgement. */
    public int unlogged() {
        return acknowledgements.missing();
    }

    /** The same, sale by sale. */
    Map<SaleId, Integer> unloggedBySale() {
        Map<SaleId, Integer> unlogged = new HashMap<>();
        for (InFlight order : orders.values()) {
            if (!order.isLogged()) {
                unlogged.merge(order.entry.event().sale(), 1, Integer::sum);
            }
        }
        return unlogged;
    }

    @Override
    public void deliver(OutboxEntry entry, Listener listener) {
        events.delivers(entry.event());
        InFlight order = new InFlight(entry, listener, System.nanoTime());
        InFlight replaced = orders.put(entry.id(), order);
        begin(order, replaced == null);
        if (replaced != null && replaced.giveUp()) {
            acknowledgements.giveUpOne(replaced.isAwaited);
        }
        send(order);
    }

    private void begin(InFlight order, boolean isNew) {
        if (isNew) {
            underWay.begins(order.entry.id().sale());
        }
        acknowledgements.awaitOne(order.sinceNanos, order.isAwaited);
        wait.add(order);
    }

    /**
     * Delivers an order that was found in the outbox, unless it is on its way or delivered already; false if the log is not
     * ready.
     */
    boolean redeliver(OutboxEntry entry) {
        if (!orderLog.isReady()) {
            return false;
        }
        InFlight found = new InFlight(entry, null, System.nanoTime());
        InFlight known = orders.putIfAbsent(entry.id(), found);
        if (known == null) {
            events.republishes();
            begin(found, true);
            send(found);
        } else if (known.resend()) {
            events.republishes();
            send(known);
        }
        return true;
    }

    private void send(InFlight order) {
        TraceParent trace = order.trace == null ? null : order.trace.context();
        orderLog.append(order.entry, trace, new OrderLog.Acknowledgement() {
            @Override
            public void logged() {
                acknowledged(order);
            }

            @Override
            public void failed(Exception reason) {
                if (orderLog.isReady() || order.entry.event() instanceof SaleEvent.Accepted) {
                    tell(order, reason);
                } // else what somebody changed by hand was found before the log was, which is usual at a start
                events.failed();
                if (order.trace != null) {
                    order.trace.refused(Reason.of(reason), System.nanoTime());
                }
                order.failed();
                order.waited();
            }
        });
    }

    private void tell(InFlight order, Exception reason) {
        notTaken.say(times -> log.warn(
                "order log - did not take orders, the relay will try again (orders={}, last={}{}, reason={})",
                times,
                order.entry.id(),
                order.trace == null ? "" : ", trace=" + order.trace.traceId(),
                Reason.of(reason)));
    }

    private void acknowledged(InFlight order) {
        if (!order.becomesLogged()) {
            return; // what was delivered in its place counts
        }
        acknowledgements.cameIn(order.isAwaited);
        events.logged(order.loggedNanos - order.sinceNanos);
        if (order.trace != null) {
            order.trace.logged(order.loggedNanos);
        }
        logged.add(order.entry.id());
        order.tellLogged();
    }

    @Override
    public boolean join(EventId order, Listener listener) {
        InFlight known = orders.get(order);
        if (known == null) {
            return false;
        }
        known.join(listener);
        return true;
    }

    @Override
    public boolean isBusyWith(SaleId sale) {
        return underWay.isAny(sale);
    }

    @Override
    public Set<SaleId> salesToSettle() {
        return logged.sales();
    }

    @Override
    public List<EventId> takeLogged(SaleId sale, int max) {
        return logged.take(sale, max);
    }

    @Override
    public void settled(List<EventId> settled) {
        InFlight first = null;
        for (EventId event : settled) {
            InFlight order = orders.get(event);
            if (order != null && order.isLogged() && orders.remove(event, order)) {
                underWay.ends(event.sale());
                first = first == null ? order : first;
            }
        }
        if (first != null) {
            events.settled(System.nanoTime() - first.loggedNanos);
        }
    }

    @Override
    public void notSettled(List<EventId> notSettled) {
        notSettled.forEach(logged::add);
    }

    DeliveryEvents events() {
        return events;
    }

    /** Orders that could not be sent and wait for the relay. */
    List<OutboxEntry> failed() {
        return acknowledgements.missing() == 0
                ? List.of()
                : orders.values().stream()
                        .filter(InFlight::isFailed)
                        .map(order -> order.entry)
                        .toList();
    }

    /** The sale was rebuilt without this order, so its unit is for sale again: it must not be sent any more. */
    void forget(EventId orderId) {
        InFlight order = orders.get(orderId);
        if (order != null && order.isFailed() && orders.remove(orderId, order) && order.giveUp()) {
            if (order.trace != null) {
                order.trace.forgotten(System.nanoTime());
            }
            acknowledgements.giveUpOne(order.isAwaited);
            underWay.ends(orderId.sale());
        }
    }

    /** Stops watching; whoever still waits is told that delivery is pending. */
    @Override
    public void close() {
        wait.close();
        orders.values().forEach(InFlight::waited);
    }
}
