package dev.seckill.api.outbox;

import dev.seckill.api.sale.Bound;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.model.trace.TraceParent;
import java.util.ArrayList;
import java.util.List;

/** A log that keeps what it is sent and acknowledges when it is told to. */
final class FakeOrderLog implements OrderLog {

    record Sent(OutboxEntry entry, TraceParent trace, Acknowledgement acknowledgement) {}

    private final List<Sent> sent = new ArrayList<>();
    private volatile boolean ready = true;
    private volatile Runnable onAppend = () -> {};

    void ready(boolean isReady) {
        ready = isReady;
    }

    void onAppend(Runnable first) {
        onAppend = first;
    }

    synchronized Sent sent(int index) {
        return sent.get(index);
    }

    synchronized int count() {
        return sent.size();
    }

    @Override
    public Bound trouble() {
        return ready ? null : Bound.LOG_AWAY;
    }

    @Override
    public void append(OutboxEntry entry, TraceParent trace, Acknowledgement acknowledgement) {
        onAppend.run();
        add(new Sent(entry, trace, acknowledgement));
    }

    private synchronized void add(Sent one) {
        sent.add(one);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
