package dev.seckill.api.publish;

import dev.seckill.api.stock.LoggedSeq;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how far a sale got off the topic: all of it the first time, what was added later on. */
public final class KafkaLoggedSeq implements LoggedSeq {

    private static final Logger log = LoggerFactory.getLogger(KafkaLoggedSeq.class);

    private final SaleId sale;
    private final OrderLogReader reader;
    private Mark highest = NONE;
    private LogPosition highestAt;

    /** Connects at each call, not before. */
    public KafkaLoggedSeq(SaleId sale, KafkaSettings settings) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.reader = new OrderLogReader(settings);
    }

    /** @throws OrderLogUnavailableException if the log's end is not reached within the read wait */
    @Override
    public synchronized Mark highest() {
        reader.readOn(this::look);
        log.info(
                "order log - read (sale={}, highest seq={}, at={}, epoch={})",
                sale,
                highest.seq(),
                highestAt,
                highest.epoch());
        return highest;
    }

    private void look(ConsumerRecord<byte[], byte[]> message) {
        try {
            LoggedOrder logged = LoggedOrder.of(message);
            if (logged.order().sale().equals(sale)) {
                if (logged.order().seq() > highest.seq()) {
                    highestAt = logged.position();
                }
                highest = highest.max(
                        new Mark(logged.order().seq(), logged.offer().epoch()));
            }
        } catch (UndecodableOrderException e) {
            // The consumer parks and reports it; it holds no order, so it holds no number either.
            log.debug("order log - skipped a message that is no order ({})", LoggedOrder.positionOf(message), e);
        }
    }
}
