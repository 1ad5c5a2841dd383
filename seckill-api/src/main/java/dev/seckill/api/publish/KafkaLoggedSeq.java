package dev.seckill.api.publish;

import dev.seckill.api.stock.LoggedSeq;
import dev.seckill.model.Order;
import dev.seckill.model.OrderCodec;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the newest {@code seq} of a sale off the topic: all of it the first time, what was added later on. */
public final class KafkaLoggedSeq implements LoggedSeq {

    private static final Logger log = LoggerFactory.getLogger(KafkaLoggedSeq.class);

    private final SaleId sale;
    private final OrderLogReader reader;
    private long highest;

    /** Connects at each call, not before. */
    public KafkaLoggedSeq(SaleId sale, KafkaSettings settings) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.reader = new OrderLogReader(settings);
    }

    /** @throws OrderLogUnavailableException if the log's end is not reached within the read wait */
    @Override
    public synchronized long highest() {
        reader.readOn(this::look);
        log.info("order log - read (sale={}, highest seq={})", sale, highest);
        return highest;
    }

    private void look(ConsumerRecord<byte[], byte[]> message) {
        try {
            Order order = OrderCodec.decode(message.value());
            if (order.sale().equals(sale)) {
                highest = Math.max(highest, order.seq());
            }
        } catch (UndecodableOrderException e) {
            // The consumer parks and reports it; it holds no order, so it holds no number either.
            log.debug(
                    "order log - skipped a message that is no order ({}-{}@{})",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e);
        }
    }
}
