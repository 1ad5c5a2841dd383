package dev.seckill.consumer.notify;

import dev.seckill.model.LogPosition;
import dev.seckill.model.OrderId;
import dev.seckill.model.event.Kind;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.trace.TraceParent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the events of an order into their order. The log can have a later one before an earlier one: when an instance of the
 * API dies before it has published an acceptance, another one may publish the order's expiry first. Such an event waits until
 * the one is read that must come before it, at most for some time: the one that it names; or, if it names none, what its kind
 * needs. So an expiry that names none does not wait for an extension. One thread.
 */
final class EarlyEvents {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyEvents.class);

    /** Orders that are remembered; of one that is not, everything is taken for told. */
    static final int ORDERS_MAX = 20_000;

    /** Several times what the API's relay takes to publish what a dead instance has left behind. */
    static final Duration WAIT_MAX = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final Map<OrderId, Told> told = new LinkedHashMap<>();
    private final Map<OrderId, Waiting> waiting = new HashMap<>();
    private final SparseLine gaveUp = new SparseLine();
    /** The last order that was forgotten; what was made before it may be forgotten too. */
    private OrderId forgotten;

    private int events;

    /**
     * An event as it was read.
     *
     * @param trace what it is a part of; null if it is not traced
     */
    record Read(SaleEvent.OfOrder event, LogPosition origin, PartitionMarks marks, TraceParent trace) {}

    /** What was told of an order: of which kinds, and the highest number. */
    private record Told(Set<Kind> kinds, long newest) {

        private static final Told NOTHING = new Told(Set.of(), 0);

        private Told and(SaleEvent.OfOrder event) {
            Set<Kind> more = EnumSet.of(event.kind());
            more.addAll(kinds);
            return new Told(more, Math.max(newest, event.no()));
        }

        /** Whether the event that this one comes after was told, or even a later one. */
        private boolean isReadyFor(SaleEvent.OfOrder event) {
            if (event.after() != SaleEvent.OfOrder.UNKNOWN) {
                return newest >= event.after();
            }
            return switch (event.kind()) {
                case ACCEPTED -> true;
                case LATE -> kinds.contains(Kind.RELEASED);
                default -> kinds.contains(Kind.ACCEPTED);
            };
        }
    }

    private record Waiting(List<Read> reads, long sinceNanos) {}

    EarlyEvents(LongSupplier nanoTime) {
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /** This was told before, as far as the offsets of the group say. */
    void wasTold(SaleEvent.OfOrder event) {
        if (told.size() >= ORDERS_MAX && !told.containsKey(event.orderId())) {
            OrderId eldest = told.keySet().iterator().next();
            told.remove(eldest);
            forgotten = forgotten == null || eldest.compareTo(forgotten) > 0 ? eldest : forgotten;
        }
        told.put(
                event.orderId(),
                told.getOrDefault(event.orderId(), Told.NOTHING).and(event));
    }

    /**
     * Takes the next event of the log.
     *
     * @param whole whether all orders of its partition since this one was made are remembered or yet to come
     * @return what may be told now, in this order
     */
    List<Read> take(Read read, boolean whole) {
        OrderId order = read.event().orderId();
        Waiting others = waiting.get(order);
        if (others == null && (!whole || !isEarly(read.event()))) {
            wasTold(read.event());
            return List.of(read);
        }
        if (others == null) {
            others = new Waiting(new ArrayList<>(2), nanoTime.getAsLong());
            waiting.put(order, others);
        }
        others.reads().add(read);
        events++;
        return due(order, others);
    }

    /** What has waited long enough: whatever should have come before it may not come at all. */
    List<Read> overdue() {
        List<Read> all = new ArrayList<>();
        waiting.values().removeIf(one -> {
            boolean over = nanoTime.getAsLong() - one.sinceNanos() > WAIT_MAX.toNanos();
            if (over) {
                one.reads().forEach(read -> wasTold(read.event()));
                all.addAll(one.reads());
                gaveUp.say(times -> LOG.warn(
                        "webhooks - told although an earlier event of the order is missing (times={}, from={})",
                        times,
                        one.reads().get(0).origin()));
            }
            return over;
        });
        events -= all.size();
        return all;
    }

    /** Forgets what waits and belongs to partitions that are gone. */
    void dropGone() {
        waiting.values().removeIf(one -> {
            boolean gone = one.reads().get(0).marks().isGone();
            events -= gone ? one.reads().size() : 0;
            return gone;
        });
    }

    /** How many events wait. */
    int size() {
        return events;
    }

    private List<Read> due(OrderId order, Waiting all) {
        List<Read> due = new ArrayList<>();
        List<Read> reads = all.reads();
        reads.sort(Comparator.comparingLong(read -> read.event().no()));
        while (!reads.isEmpty() && !isEarly(reads.get(0).event())) {
            Read next = reads.remove(0);
            wasTold(next.event());
            due.add(next);
        }
        events -= due.size();
        if (reads.isEmpty()) {
            waiting.remove(order);
        }
        return due;
    }

    private boolean isEarly(SaleEvent.OfOrder event) {
        return !told.getOrDefault(event.orderId(), Told.NOTHING).isReadyFor(event)
                && (forgotten == null || event.orderId().compareTo(forgotten) > 0);
    }
}
