package dev.seckill.api.outbox;

import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.trace.TraceParent;

/** The log that every accepted order is written to. Thread-safe. */
public interface OrderLog extends AutoCloseable {

    /** Hears once how sending one order ended. Called on any thread; must not block. */
    interface Acknowledgement {

        /** The log holds the order, on as many replicas as it was told to wait for. */
        void logged();

        /** Sending was given up; the log may or may not hold the order. */
        void failed(Exception reason);
    }

    /** Why the log could take no orders when it was last asked; null if it could. */
    Bound trouble();

    /** Whether the log could take orders when it was last asked. */
    default boolean isReady() {
        return trouble() == null;
    }

    /** Starts to send an order. Never throws: every failure goes to the acknowledgement. */
    default void append(OutboxEntry entry, Acknowledgement acknowledgement) {
        append(entry, null, acknowledgement);
    }

    /**
     * The same of an order that is traced.
     *
     * @param trace what those are told who read the log; null if it is not traced
     */
    void append(OutboxEntry entry, TraceParent trace, Acknowledgement acknowledgement);

    /** Sends what is under way, within a bound, and releases everything. */
    @Override
    void close();
}
