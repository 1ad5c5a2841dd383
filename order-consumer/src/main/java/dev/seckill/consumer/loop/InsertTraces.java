package dev.seckill.consumer.loop;

import dev.seckill.consumer.loop.HeldBatch.DecodedMessage;
import dev.seckill.consumer.store.Refusal;
import dev.seckill.consumer.topic.TraceHeader;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.log.Reason;
import dev.seckill.model.trace.SpanRole;
import dev.seckill.model.trace.TraceParent;
import dev.seckill.model.trace.TraceSpan;
import dev.seckill.model.trace.Traces;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells the traces of the traced messages of a batch that it was inserted: each its own, though all were stored together. */
final class InsertTraces {

    private static final InsertTraces NONE = new InsertTraces(Map.of());

    /** By the message's place in the batch. */
    private final Map<Integer, TraceSpan> inserts;

    private InsertTraces(Map<Integer, TraceSpan> inserts) {
        this.inserts = inserts;
    }

    /** The insert begins. */
    static InsertTraces begin(Traces traces, List<DecodedMessage> messages) {
        if (!traces.isOn()) {
            return NONE;
        }
        long nowNanos = System.nanoTime();
        Map<Integer, TraceSpan> inserts = new HashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            TraceParent parent = TraceHeader.sampledOf(messages.get(i).message());
            if (parent != null) {
                inserts.put(
                        i,
                        begin(traces, parent, messages.get(i), nowNanos)
                                .with("seckill.batch.messages", messages.size()));
            }
        }
        return new InsertTraces(inserts);
    }

    private static TraceSpan begin(Traces traces, TraceParent parent, DecodedMessage decoded, long nowNanos) {
        ConsumerRecord<byte[], byte[]> message = decoded.message();
        TraceSpan insert = traces.begin(SpanRole.CONSUMER, "insert", parent, nowNanos)
                .with("db.system.name", "mysql")
                .with("messaging.system", "kafka")
                .with("messaging.destination.name", message.topic())
                .with("messaging.destination.partition.id", Integer.toString(message.partition()))
                .with("messaging.kafka.offset", message.offset())
                .with("seckill.sale", decoded.event().sale().value());
        return decoded.event() instanceof SaleEvent.OfOrder ofOrder
                ? insert.with("seckill.order", ofOrder.orderId().toString())
                : insert;
    }

    /** The batch is stored, but for some. */
    void stored(List<Refusal> refusals) {
        for (Refusal refusal : refusals) {
            TraceSpan refused = inserts.get(refusal.index());
            if (refused != null) {
                refused.failed("parked: " + refusal.cause());
            }
        }
        end();
    }

    /** Nothing was stored; it is tried again. */
    void failed(RuntimeException reason) {
        inserts.values().forEach(insert -> insert.failed(Reason.of(reason)));
        end();
    }

    private void end() {
        long nowNanos = System.nanoTime();
        inserts.values().forEach(insert -> insert.end(nowNanos));
    }
}
