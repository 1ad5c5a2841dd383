package dev.seckill.api.outbox;

import dev.seckill.api.decide.OrderDelivery;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.OrderId;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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
    private static final long TICK_NANOS = Duration.ofMillis(10).toNanos();

    private final OrderLog orderLog;
    private final Settings settings;
    private final ConcurrentMap<OrderId, InFlight> orders = new ConcurrentHashMap<>();
    private final Queue<OrderId> logged = new ConcurrentLinkedQueue<>();
    private final Queue<InFlight> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unlogged = new AtomicInteger();
    private final SparseLine notTaken = new SparseLine();
    /** When the log last acknowledged an order, or got the first one that it should. */
    private volatile long heardNanos = System.nanoTime();

    private final Thread timer = new Thread(this::watchWaits, "publish-wait");
    private volatile boolean closed;

    /**
     * The bounds of the delivery.
     *
     * @param publishWait how long a buyer waits for the log's acknowledgement
     * @param logSilence how long the log may acknowledge nothing while orders wait for it; past it nothing is decided
     * @param unloggedMax orders of this instance that may be without acknowledgement; past it nothing is decided
     */
    public record Settings(Duration publishWait, Duration logSilence, int unloggedMax) {}

    /** Starts; the log belongs to the caller. */
    public OutboxDelivery(OrderLog orderLog, Settings settings) {
        this.orderLog = Objects.requireNonNull(orderLog, "orderLog");
        this.settings = Objects.requireNonNull(settings, "settings");
        timer.setDaemon(true);
        timer.start();
    }

    @Override
    public String refusal() {
        if (isSilent()) {
            return "The order log does not acknowledge orders.";
        }
        if (unlogged.get() >= settings.unloggedMax()) {
            return "Too many orders wait for the order log.";
        }
        return orderLog.isReady() ? null : "The order log cannot be reached.";
    }

    private boolean isSilent() {
        return unlogged.get() > 0
                && System.nanoTime() - heardNanos > settings.logSilence().toNanos();
    }

    /** Orders of this instance without the log's acknowledgement. */
    public int unlogged() {
        return unlogged.get();
    }

    @Override
    public void deliver(OutboxEntry entry, Listener listener) {
        InFlight order = new InFlight(entry, listener, System.nanoTime());
        orders.put(entry.order().orderId(), order);
        if (unlogged.get() == 0) {
            heardNanos = order.sinceNanos; // before it counts as unlogged: an idle log has not been silent
        }
        unlogged.incrementAndGet();
        waiting.add(order);
        send(order);
    }

    /**
     * Delivers an order that was found in the outbox, unless it is on its way or delivered already; false if the log is not
     * ready.
     */
    boolean redeliver(OutboxEntry entry) {
        if (!orderLog.isReady()) {
            return false;
        }
        InFlight known = orders.get(entry.order().orderId());
        if (known == null) {
            deliver(entry, null);
        } else if (known.resend()) {
            send(known);
        }
        return true;
    }

    private void send(InFlight order) {
        orderLog.append(order.entry, new OrderLog.Acknowledgement() {
            @Override
            public void logged() {
                acknowledged(order);
            }

            @Override
            public void failed(Exception reason) {
                notTaken.say(times -> log.warn(
                        "order log - did not take orders, the relay will try again (orders={}, last={}, reason={})",
                        times,
                        order.entry.order().orderId(),
                        Reason.of(reason)));
                order.failed();
                order.waited();
            }
        });
    }

    private void acknowledged(InFlight order) {
        heardNanos = System.nanoTime();
        unlogged.decrementAndGet();
        logged.add(order.entry.order().orderId());
        order.logged();
    }

    @Override
    public boolean join(OrderId orderId, Listener listener) {
        InFlight order = orders.get(orderId);
        if (order == null) {
            return false;
        }
        order.join(listener);
        return true;
    }

    @Override
    public List<OrderId> takeLogged(int max) {
        if (logged.isEmpty()) {
            return List.of();
        }
        List<OrderId> taken = new ArrayList<>();
        OrderId next;
        while (taken.size() < max && (next = logged.poll()) != null) {
            taken.add(next);
        }
        return taken;
    }

    @Override
    public void settled(List<OrderId> settled) {
        settled.forEach(orders::remove);
    }

    @Override
    public void notSettled(List<OrderId> notSettled) {
        logged.addAll(notSettled);
    }

    /** Orders that could not be sent and wait for the relay. */
    List<OutboxEntry> failed() {
        return unlogged.get() == 0
                ? List.of()
                : orders.values().stream()
                        .filter(InFlight::isFailed)
                        .map(order -> order.entry)
                        .toList();
    }

    /** The sale was rebuilt without this order, so its unit is for sale again: it must not be sent any more. */
    void forget(OrderId orderId) {
        InFlight order = orders.get(orderId);
        if (order != null && order.isFailed() && orders.remove(orderId, order)) {
            unlogged.decrementAndGet();
        }
    }

    private void watchWaits() {
        boolean wasSilent = false;
        while (!closed) {
            long limit = System.nanoTime() - settings.publishWait().toNanos();
            for (InFlight head = waiting.peek();
                    head != null && (head.isLogged() || head.sinceNanos - limit <= 0);
                    head = waiting.peek()) {
                waiting.poll();
                head.waited();
            }
            wasSilent = tellSilence(wasSilent);
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private boolean tellSilence(boolean wasSilent) {
        boolean silent = isSilent();
        if (silent && !wasSilent) {
            log.warn(
                    "order log - silent for {}ms, refusing purchases until it acknowledges again (unlogged={})",
                    settings.logSilence().toMillis(),
                    unlogged.get());
        } else if (!silent && wasSilent) {
            log.info("order log - acknowledges again (unlogged={})", unlogged.get());
        }
        return silent;
    }

    /** Stops watching; whoever still waits is told that delivery is pending. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(timer);
        orders.values().forEach(InFlight::waited);
    }
}
