package dev.seckill.loadtest.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.loadtest.KafkaAccess;
import dev.seckill.loadtest.sale.MySqlOrderBook;
import dev.seckill.loadtest.witness.JournalEnd;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts messages on the order log that no API would send, and remembers what must become of them. The orders among them
 * are of a sale of their own, so that they do not count as units of the sale under test. Not thread-safe.
 */
final class OddMessages {

    /** The sale that the odd orders belong to. */
    static final SaleId FOREIGN_SALE = new SaleId("chaos-foreign");

    /** Past the last moment that a TIMESTAMP of MySQL can hold, which the book's columns once were. */
    private static final Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

    private static final String AN_ODD = "an odd";
    private static final int MOST_BYTES = 1_000_000;
    /** Put on sale each time. */
    private static final int UNITS = 10;

    private final Clock clock;
    private final OrderIdGenerator ids;
    private final ExpectedMessages messages;
    private final List<Long> refusedNumbers = new ArrayList<>();
    private long seq;
    private long no;
    private long left;

    OddMessages(KafkaAccess kafka, Clock clock) {
        this.clock = clock;
        this.ids = new OrderIdGenerator(clock);
        this.messages = new ExpectedMessages(kafka, MOST_BYTES);
    }

    /** All that was sent so far; the orders among them are of {@link #FOREIGN_SALE}. */
    ExpectedMessages sent() {
        return messages;
    }

    /**
     * An order that is fine; and then units and an order with numbers of a journal. Their places are what {@link
     * #sendRefusedRows} claims once more. A consumer may store two batches at once, so who wants to know which of two orders
     * gets a place waits until these are stored.
     */
    void sendGoodRows() throws InterruptedException {
        messages.store(order(++seq, clock.instant()));
        left += UNITS;
        messages.store(
                new SaleEvent.Restocked(FOREIGN_SALE, ++no, UNITS, left, clock.instant(), SaleEvent.Restocked.BY_HAND));
        messages.store(numbered(++seq, clock.instant()));
        messages.send(AN_ODD, "none");
    }

    /**
     * Orders for the places of the two that {@link #sendGoodRows} sent last, each beside a fine one of a late moment. The
     * number of the second one stays a gap in the journal.
     */
    void sendRefusedRows() throws InterruptedException {
        messages.park(order(seq - 1, clock.instant()));
        messages.park(numbered(seq, clock.instant()));
        refusedNumbers.add(no);
        messages.store(order(++seq, LATE));
        messages.store(numbered(++seq, LATE));
        messages.send(AN_ODD, "none");
    }

    private SaleEvent.Accepted numbered(long place, Instant decidedAt) {
        left--;
        return new SaleEvent.Accepted(
                ++no, new Order(ids.next(), FOREIGN_SALE, place, null, "car", 1, left, decidedAt));
    }

    /** What is wrong with the journal of the sale that the odd orders belong to. */
    List<String> journalFindings(MySqlOrderBook book) {
        return book.journal(new JournalEnd(no, left), refusedNumbers).findings().stream()
                .map(finding -> "sale " + FOREIGN_SALE + ", " + finding)
                .toList();
    }

    /** Bytes of nothing, the beginning of an order, and an object that is none. */
    void sendGarbage() throws InterruptedException {
        byte[] order = EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order(1, clock.instant())));
        messages.park(ids.next(), new byte[] {(byte) 0xff, 0, (byte) 0xfe, 7});
        messages.park(ids.next(), Arrays.copyOf(order, order.length / 2));
        messages.park(ids.next(), "{\"orderId\":\"none\"}".getBytes(UTF_8));
        messages.send(AN_ODD, "none");
    }

    private Order order(long place, Instant decidedAt) {
        return new Order(ids.next(), FOREIGN_SALE, place, null, "car", 1, 0, decidedAt);
    }
}
