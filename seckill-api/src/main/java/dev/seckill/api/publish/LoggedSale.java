package dev.seckill.api.publish;

import dev.seckill.api.stock.OutboxEntry;
import dev.seckill.api.stock.RebuiltSale;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sale as the order log tells it: each order counts once, however often it was published. Keeps the id of every order
 * in memory, about 100 bytes each. Not thread-safe.
 */
public final class LoggedSale {

    private static final Logger log = LoggerFactory.getLogger(LoggedSale.class);

    private final SaleId sale;
    private final OrderLogReader reader;
    private final Set<OrderId> orders = new HashSet<>();
    private final Map<String, OutboxEntry> entries = new HashMap<>();
    private final Map<String, Long> buyers = new HashMap<>();
    private long seq;
    private long allotment;
    private long epoch;

    /** Reads nothing yet. */
    public LoggedSale(SaleId sale, KafkaSettings settings) {
        this.sale = sale;
        this.reader = new OrderLogReader(settings);
    }

    /**
     * Reads what the log got since the last call.
     *
     * @return whether that was anything
     * @throws OrderLogUnavailableException if the log's end is not reached within the read wait
     */
    public boolean readOn() {
        int before = orders.size();
        reader.readOn(this::add);
        return orders.size() > before;
    }

    /** Adds orders that are decided and safe though not yet in the log. */
    public void addAll(Collection<OutboxEntry> outbox) {
        outbox.forEach(entry -> add(new LoggedOrder(entry.order(), entry.key(), entry.offer())));
    }

    private void add(ConsumerRecord<byte[], byte[]> message) {
        try {
            LoggedOrder logged = LoggedOrder.of(message);
            if (logged.order().sale().equals(sale)) {
                add(logged);
            }
        } catch (UndecodableOrderException e) {
            log.warn(
                    "order log - skipped a message that is no order ({}-{}@{}, reason={})",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e.getMessage());
        }
    }

    private void add(LoggedOrder logged) {
        Order order = logged.order();
        if (!orders.add(order.orderId())) {
            return;
        }
        if (logged.key() != null) {
            entries.merge(logged.key().value(), OutboxEntry.of(order, logged.key(), logged.offer()), LoggedSale::newer);
        }
        if (order.buyer() != null) {
            buyers.merge(order.buyer().value(), (long) order.quantity(), Long::sum);
        }
        if (order.seq() > seq) {
            seq = order.seq();
            allotment = logged.offer().allotment();
        }
        epoch = Math.max(epoch, logged.offer().epoch());
    }

    /** A key that outlived its lifetime has several orders. */
    private static OutboxEntry newer(OutboxEntry one, OutboxEntry other) {
        return one.order().seq() >= other.order().seq() ? one : other;
    }

    /** Distinct orders. */
    public long orders() {
        return orders.size();
    }

    /** The highest number among them, 0 if there is none. */
    public long seq() {
        return seq;
    }

    /** Units offered when the newest order was decided, 0 if there is none. */
    public long allotment() {
        return allotment;
    }

    /** When the sale was last rebuilt before one of its orders was decided, in milliseconds since 1970; 0 for never. */
    public long epoch() {
        return epoch;
    }

    /** Whether the log has lost its beginning, so that nobody knows every order. */
    public boolean isCut() {
        return reader.isCut();
    }

    /**
     * The sale rebuilt. If the log has lost its beginning, every number up to the highest counts as an order: a unit that
     * stays unsold can be put on sale again, one that is sold twice cannot be taken back.
     *
     * @param offered units offered
     * @param atLeastSeq a number that was given for certain, so must not be given again
     */
    public RebuiltSale rebuild(long offered, long atLeastSeq) {
        long highest = Math.max(seq, atLeastSeq);
        long sold = isCut() ? Math.max(orders.size(), highest) : orders.size();
        return new RebuiltSale(offered, sold, highest, Map.copyOf(entries), Map.copyOf(buyers));
    }
}
