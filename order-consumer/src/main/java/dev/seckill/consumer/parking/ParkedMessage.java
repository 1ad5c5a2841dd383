package dev.seckill.consumer.parking;

import dev.seckill.model.LogPosition;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A message that cannot be stored.
 *
 * @param message as it stood on the order log
 * @param reason why, in words for an operator
 * @param alarm whether it shows that a promise of the system was broken
 */
public record ParkedMessage(ConsumerRecord<byte[], byte[]> message, String reason, boolean alarm) {

    /** Requires message and reason. */
    public ParkedMessage {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(reason, "reason");
    }

    /** Where the message stood. */
    public LogPosition origin() {
        return new LogPosition(message.topic(), message.partition(), message.offset());
    }
}
