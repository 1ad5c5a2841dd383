package dev.seckill.consumer.loop;

import dev.seckill.consumer.parking.ParkedMessage;
import dev.seckill.consumer.topic.TraceHeader;
import dev.seckill.model.ForeignText;
import dev.seckill.model.log.SparseLine;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of parked messages in the log: of alarms, and of others, the first few of a second each with its place and reason,
 * the rest as numbers. Each one stands in the parked topic with both, which the command {@code parked} lists. Used by one
 * thread at a time.
 */
final class ParkedLines {

    private static final Logger LOG = LoggerFactory.getLogger(ParkedLines.class);

    private static final int REASON_MAX = 1000;

    /** Given once, because there may be an alarm for each order. */
    private static final String ADVICE =
            "order-intake - an ALARM means that the book holds another history of the sale. If"
                    + " Redis and the order log were emptied and the book was kept, the sale counts from 1 again: start the"
                    + " consumer with a database of its own (--mysql) and run audit --repair on it, which stores what was parked,"
                    + " because the order log has it. Otherwise something may have been sold twice: run audit";

    private final SparseLine alarm = new SparseLine();
    private final SparseLine parked = new SparseLine();
    private final SparseLine more = new SparseLine();
    private long untold;
    private long untoldAlarms;
    private boolean adviceGiven;

    void tell(List<ParkedMessage> messages) {
        long before = untold;
        for (ParkedMessage message : messages) {
            tell(message);
        }
        if (!adviceGiven && messages.stream().anyMatch(ParkedMessage::alarm)) {
            adviceGiven = true;
            LOG.error(ADVICE);
        }
        if (untold > before) {
            more.say(times -> tellMore());
        }
    }

    private void tell(ParkedMessage message) {
        untold++;
        untoldAlarms += message.alarm() ? 1 : 0;
        (message.alarm() ? alarm : parked).say(times -> {
            String reason = ForeignText.escape(message.reason(), REASON_MAX);
            String traced = TraceHeader.shown(message.message());
            if (message.alarm()) {
                LOG.error("order-intake - parked, ALARM (from={}{}, reason={})", message.origin(), traced, reason);
                untoldAlarms--;
            } else {
                LOG.warn("order-intake - parked (from={}{}, reason={})", message.origin(), traced, reason);
            }
            untold--;
        });
    }

    private void tellMore() {
        String line = "order-intake - parked more, which the command parked lists (messages={}, ALARM={})";
        if (untoldAlarms > 0) {
            LOG.error(line, untold, untoldAlarms);
        } else {
            LOG.warn(line, untold, 0);
        }
        untold = 0;
        untoldAlarms = 0;
    }
}
