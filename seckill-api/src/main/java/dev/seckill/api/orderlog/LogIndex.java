package dev.seckill.api.orderlog;

import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.SparseLine;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how far a sale got off the topic: all of it the first time, what was added later on. */
public final class LogIndex implements LoggedSeq {

    private static final Logger log = LoggerFactory.getLogger(LogIndex.class);

    private final SaleId sale;
    private final OrderLogReader reader;
    private final OddMessages odd = new OddMessages();
    private final SparseLine read = new SparseLine();
    private Mark highest = NONE;
    private LogPosition highestAt;

    /** Connects at each call, not before. */
    public LogIndex(SaleId sale, KafkaSettings settings) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.reader = new OrderLogReader(settings);
    }

    /** @throws OrderLogUnavailableException if the log's end is not reached within the read wait */
    @Override
    public synchronized Mark highest() {
        reader.readOn(message -> odd.read(message, this::look));
        odd.tellRest();
        read.say(times -> log.info(
                "order log - read (times={}, sale={}, highest seq={}, at={}, epoch={})",
                times,
                sale,
                highest.seq(),
                highestAt,
                highest.epoch()));
        return highest;
    }

    private void look(LoggedOrder logged) {
        if (logged.order().sale().equals(sale)) {
            if (logged.order().seq() > highest.seq()) {
                highestAt = logged.position();
            }
            highest = highest.max(new Mark(logged.order().seq(), logged.offer().epoch()));
        }
    }
}
