package dev.seckill.api.outbox;

import dev.seckill.api.decide.OrderDelivery;
import dev.seckill.api.sale.OutboxEntry;
import java.util.ArrayList;
import java.util.List;

/** One order on its way to the order log, with those who want to hear how far it got. Thread-safe. */
final class InFlight {

    private enum Stage {
        SENDING,
        FAILED,
        LOGGED,
        GIVEN_UP
    }

    final OutboxEntry entry;
    final long sinceNanos;
    /** Whether a reply depends on it, or has: it is an order, or somebody listens. */
    final boolean isAwaited;

    /** Its part of a trace; null if it is not traced, or was found in the outbox. */
    final PublishTrace trace;

    /** When the log acknowledged it, once it has. */
    volatile long loggedNanos;

    private Stage stage = Stage.SENDING;
    private boolean late;
    private List<OrderDelivery.Listener> listeners;

    InFlight(OutboxEntry entry, OrderDelivery.Listener listener, long sinceNanos) {
        this.entry = entry;
        this.sinceNanos = sinceNanos;
        this.isAwaited = listener != null || entry.order() != null;
        this.trace =
                listener == null || listener.trace() == null ? null : new PublishTrace(listener.trace(), sinceNanos);
        if (listener != null) {
            this.listeners = new ArrayList<>(1);
            this.listeners.add(listener);
        }
    }

    /** Listens as well; told at once when there is nothing to wait for any more. */
    void join(OrderDelivery.Listener listener) {
        boolean logged;
        synchronized (this) {
            logged = stage == Stage.LOGGED;
            if (!logged && !late) {
                if (listeners == null) {
                    listeners = new ArrayList<>(1);
                }
                listeners.add(listener);
                return;
            }
        }
        if (logged) {
            listener.logged();
        } else {
            listener.pending();
        }
    }

    /** The log has it; {@link #tellLogged} is to follow. Returns false if it was given up. */
    synchronized boolean becomesLogged() {
        if (stage == Stage.GIVEN_UP) {
            return false;
        }
        stage = Stage.LOGGED;
        loggedNanos = System.nanoTime();
        return true;
    }

    void tellLogged() {
        List<OrderDelivery.Listener> told;
        synchronized (this) {
            told = takeListeners();
        }
        told.forEach(OrderDelivery.Listener::logged);
    }

    /** It is nobody's any more; whoever still listens hears that delivery is pending. Returns false if the log has it. */
    boolean giveUp() {
        synchronized (this) {
            if (stage == Stage.LOGGED || stage == Stage.GIVEN_UP) {
                return false;
            }
            stage = Stage.GIVEN_UP;
        }
        waited();
        return true;
    }

    /** The wait is over: whoever still listens hears that delivery is pending, unless {@link #tellLogged} is to follow. */
    void waited() {
        List<OrderDelivery.Listener> told;
        synchronized (this) {
            if (stage == Stage.LOGGED) {
                return;
            }
            late = true;
            told = takeListeners();
        }
        told.forEach(OrderDelivery.Listener::pending);
    }

    synchronized void failed() {
        if (stage == Stage.SENDING) {
            stage = Stage.FAILED;
        }
    }

    synchronized boolean isFailed() {
        return stage == Stage.FAILED;
    }

    synchronized boolean isLogged() {
        return stage == Stage.LOGGED;
    }

    /** Sends again after a failure. Returns false if it is being sent, or is logged. */
    synchronized boolean resend() {
        if (stage != Stage.FAILED) {
            return false;
        }
        stage = Stage.SENDING;
        if (trace != null) {
            trace.resends(System.nanoTime());
        }
        return true;
    }

    private List<OrderDelivery.Listener> takeListeners() {
        List<OrderDelivery.Listener> taken = listeners == null ? List.of() : listeners;
        listeners = null;
        return taken;
    }
}
