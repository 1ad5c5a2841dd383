package dev.seckill.consumer.topic;

import dev.seckill.model.trace.TraceParent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a message says of the trace that it belongs to. */
public final class TraceHeader {

    private TraceHeader() {}

    /** Null if nobody traces it: it says nothing, or what is no such header. */
    public static TraceParent sampledOf(ConsumerRecord<byte[], byte[]> message) {
        TraceParent parent = HeaderText.of(message, TraceParent.HEADER)
                .map(TraceParent::parse)
                .orElse(null);
        return parent != null && parent.sampled() ? parent : null;
    }

    /** For the details of a log line about the message; empty if nobody traces it. */
    public static String shown(ConsumerRecord<byte[], byte[]> message) {
        TraceParent parent = sampledOf(message);
        return parent == null ? "" : ", trace=" + parent.traceId();
    }
}
