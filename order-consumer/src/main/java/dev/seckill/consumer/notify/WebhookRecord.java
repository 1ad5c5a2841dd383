package dev.seckill.consumer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.consumer.topic.Cut;
import dev.seckill.consumer.topic.HeaderText;
import dev.seckill.model.LogPosition;
import dev.seckill.model.trace.TraceParent;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A webhook as a message of Kafka, while it is parked and when it is sent again: its body is the value. */
final class WebhookRecord {

    /** Record header with the id of the webhook. */
    static final String ID_HEADER = "webhook-id";

    /** An id names a sale and an order at most. */
    private static final int ID_LENGTH_MAX = 200;

    private WebhookRecord() {}

    /** The message, as if it stood where the one stands that asked for it. */
    static ConsumerRecord<byte[], byte[]> of(Webhook webhook, LogPosition origin) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(ID_HEADER, webhook.id().getBytes(UTF_8));
        if (webhook.trace() != null) {
            headers.add(TraceParent.HEADER, webhook.trace().toString().getBytes(UTF_8));
        }
        return new ConsumerRecord<>(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                webhook.at().toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                webhook.body().length,
                webhook.key().getBytes(UTF_8),
                webhook.body(),
                headers,
                Optional.empty());
    }

    /** The webhook in a message; empty if it is none, because anybody may have written it. */
    static Optional<Webhook> read(ConsumerRecord<byte[], byte[]> message) {
        Optional<String> id = HeaderText.of(message, ID_HEADER)
                .filter(text -> text.length() <= ID_LENGTH_MAX && text.matches("[!-~]+"));
        if (id.isEmpty()
                || message.key() == null
                || message.value() == null
                || Cut.valueBytes(message).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Webhook(
                id.get(),
                new String(message.key(), UTF_8),
                Instant.ofEpochMilli(message.timestamp()),
                message.value()));
    }
}
