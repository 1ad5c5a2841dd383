package dev.seckill.api.orderlog;

import dev.seckill.model.UndecodableOrderException;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads messages of the order log and tells of those that somebody else wrote: the first ones by their position, the rest
 * as a number. The consumer parks what is no order; its command {@code parked} lists every one.
 */
final class OddMessages {

    private static final Logger log = LoggerFactory.getLogger(OddMessages.class);

    private final SparseLine noOrder = new SparseLine();
    private final SparseLine unusable = new SparseLine();

    /** Hands over the event that the message is, or tells that it is none. */
    void read(ConsumerRecord<byte[], byte[]> message, Consumer<LoggedEvent> sink) {
        LoggedEvent event;
        try {
            event = LoggedEvent.of(message, header -> tellUnusable(message, header));
        } catch (UndecodableOrderException e) {
            noOrder.say(messages -> log.warn(
                    "order log - skipped messages that are no orders (messages={}, last={}, reason={})",
                    messages,
                    LoggedEvent.positionOf(message),
                    Reason.of(e)));
            return;
        }
        sink.accept(event);
    }

    /** The same for a message that was read before: tells nothing. */
    static void readAgain(ConsumerRecord<byte[], byte[]> message, Consumer<LoggedEvent> sink) {
        LoggedEvent event;
        try {
            event = LoggedEvent.of(message, header -> {});
        } catch (UndecodableOrderException toldBefore) {
            return;
        }
        sink.accept(event);
    }

    private void tellUnusable(ConsumerRecord<byte[], byte[]> message, String header) {
        unusable.say(headers -> log.warn(
                "order log - unusable headers, somebody else wrote them (headers={}, last={} at {})",
                headers,
                header,
                LoggedEvent.positionOf(message)));
    }

    /** The reading is over: tells how many there were that nothing was said of. */
    void tellRest() {
        noOrder.sayRest(messages -> log.warn(
                "order log - skipped more messages that are no orders; the consumer's command parked lists each (messages={})",
                messages));
        unusable.sayRest(headers -> log.warn("order log - more unusable headers (headers={})", headers));
    }
}
