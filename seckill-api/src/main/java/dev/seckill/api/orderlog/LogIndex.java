package dev.seckill.api.orderlog;

import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.model.LogPosition;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.SparseLine;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads how far a sale got off the topic: all of it the first time, what was added later on. */
public final class LogIndex implements LoggedSeq {

    private static final Logger log = LoggerFactory.getLogger(LogIndex.class);

    private final SaleId sale;
    private final OrderLogReader reader;
    private final Duration topicWait;
    private final Predicate<Duration> awaitTopic;
    private boolean topicAwaited;
    private final OddMessages odd = new OddMessages();
    private final SparseLine read = new SparseLine();
    private Mark highest = NONE;
    private LogPosition highestAt;

    /** Connects at each call, not before. */
    public LogIndex(SaleId sale, KafkaSettings settings) {
        this(sale, settings, patience -> false);
    }

    /**
     * The same of a topic that somebody is making, perhaps.
     *
     * @param awaitTopic waits for the topic, for a time that it gets, and returns whether it is there; asked once, if the
     *     topic is missing
     */
    public LogIndex(SaleId sale, KafkaSettings settings, Predicate<Duration> awaitTopic) {
        this.sale = Objects.requireNonNull(sale, "sale");
        this.reader = new OrderLogReader(settings);
        this.topicWait = settings.requestTimeout();
        this.awaitTopic = awaitTopic;
    }

    /** @throws OrderLogUnavailableException if the log's end is not reached within the read wait */
    @Override
    public synchronized Mark highest() {
        readOn();
        odd.tellRest();
        read.say(times -> log.info(
                "order log - read (times={}, sale={}, highest seq={}, at={}, no={}, epoch={})",
                times,
                sale,
                highest.seq(),
                highestAt,
                highest.no(),
                highest.epoch()));
        return highest;
    }

    private void readOn() {
        try {
            reader.readOn(message -> odd.read(message, this::look));
        } catch (OrderLogUnavailableException.NoTopic e) {
            if (topicAwaited) {
                throw e;
            }
            topicAwaited = true;
            if (!awaitTopic.test(topicWait)) {
                throw e;
            }
            reader.readOn(message -> odd.read(message, this::look));
        }
    }

    private void look(LoggedEvent logged) {
        if (logged.event().sale().equals(sale)) {
            long seq = logged.order() == null ? 0 : logged.order().seq();
            if (seq > highest.seq()) {
                highestAt = logged.position();
            }
            highest = highest.max(
                    new Mark(logged.event().no(), seq, logged.offer().epoch()));
        }
    }
}
