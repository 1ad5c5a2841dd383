package dev.seckill.api.receipt;

import dev.seckill.api.orderlog.LoggedEvent;
import dev.seckill.api.outbox.OrderLog;
import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.trace.TraceParent;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The orders of this instance that the log has acknowledged a moment ago: who fetches a receipt at once costs the log nothing.
 * Each has one place, which the next order with the same place takes. Thread-safe, and never blocks.
 */
public final class RecentOrders {

    /** A power of two; one that is taken holds some 700 bytes. */
    static final int PLACES = 4096;

    private final AtomicReferenceArray<OutboxEntry> places = new AtomicReferenceArray<>(PLACES);
    private final OrderLog log;

    /** Remembers nothing yet. */
    public RecentOrders(OrderLog log) {
        this.log = Objects.requireNonNull(log, "log");
    }

    /** The same log, of which the orders are remembered. */
    public OrderLog log() {
        return new Remembered();
    }

    /** The order's event; empty if it is not remembered, or if the log is away, or has perhaps lost it. */
    Optional<LoggedEvent> find(OrderId id) {
        return !log.isReady() ? Optional.empty() : remembered(id);
    }

    private Optional<LoggedEvent> remembered(OrderId id) {
        return Optional.ofNullable(places.getAcquire(place(id)))
                .filter(entry -> idOf(entry).equals(id))
                .map(LoggedEvent::of);
    }

    private void remember(OutboxEntry entry) {
        if (entry.event() instanceof SaleEvent.Accepted) {
            places.setRelease(place(idOf(entry)), entry);
        }
    }

    private static OrderId idOf(OutboxEntry entry) {
        return ((SaleEvent.Accepted) entry.event()).orderId();
    }

    private static int place(OrderId id) {
        int hash = id.hashCode();
        return (hash ^ hash >>> 16) & PLACES - 1;
    }

    private final class Remembered implements OrderLog {

        @Override
        public Bound trouble() {
            return log.trouble();
        }

        @Override
        public void append(OutboxEntry entry, TraceParent trace, Acknowledgement acknowledgement) {
            log.append(entry, trace, new Acknowledgement() {
                @Override
                public void logged() {
                    remember(entry);
                    acknowledgement.logged();
                }

                @Override
                public void failed(Exception reason) {
                    acknowledgement.failed(reason);
                }
            });
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
