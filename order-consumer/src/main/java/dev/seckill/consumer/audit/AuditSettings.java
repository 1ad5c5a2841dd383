package dev.seckill.consumer.audit;

import dev.seckill.consumer.topic.KafkaConnection;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * What to audit and how to judge it.
 *
 * @param connection how to reach Kafka
 * @param topic the order log
 * @param group the consumer group whose progress tells missing orders from unread ones
 * @param batchMax most orders in one insert of a repair
 * @param messageMaxBytes most bytes of a message that is an order, as for the consumer
 * @param ignored messages that are not read, of the log and of its parked topic
 * @param patience longest wait for Kafka
 * @param sale the only sale to audit; null for all of the log and the book
 * @param allotment units offered in each sale; null: what the log knows
 * @param gapsAllowed whether gaps in seq are fine, as they are after a {@code recover}, and in a journal
 * @param repair whether to store what is missing
 */
public record AuditSettings(
        KafkaConnection connection,
        String topic,
        String group,
        int batchMax,
        int messageMaxBytes,
        Set<LogPosition> ignored,
        Duration patience,
        SaleId sale,
        Integer allotment,
        boolean gapsAllowed,
        boolean repair) {

    /** Requires every part but the sale and the allotment. */
    public AuditSettings {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(group, "group");
        ignored = Set.copyOf(ignored);
        Objects.requireNonNull(patience, "patience");
    }

    /** The same for one sale. */
    AuditSettings of(SaleId one) {
        return new AuditSettings(
                connection,
                topic,
                group,
                batchMax,
                messageMaxBytes,
                ignored,
                patience,
                one,
                allotment,
                gapsAllowed,
                repair);
    }

    /** Whether this is one of the sales to audit. */
    boolean isOf(SaleId other) {
        return sale == null || sale.equals(other);
    }
}
