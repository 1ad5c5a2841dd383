package dev.seckill.consumer.parking;

import dev.seckill.consumer.topic.HeaderText;
import dev.seckill.model.LogPosition;
import dev.seckill.model.OrderLogNames;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a parked message stood on the order log, as its header says. Anybody may have written that. */
public final class Origin {

    private Origin() {}

    /** What a parked message says of its origin; empty if it says nothing that names a place. */
    public static Optional<LogPosition> of(ConsumerRecord<byte[], byte[]> parked) {
        return HeaderText.of(parked, OrderLogNames.PARKED_FROM_HEADER).flatMap(Origin::place);
    }

    private static Optional<LogPosition> place(String text) {
        try {
            return Optional.of(LogPosition.parse(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
