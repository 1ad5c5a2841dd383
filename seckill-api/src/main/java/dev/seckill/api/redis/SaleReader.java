package dev.seckill.api.redis;

import dev.seckill.api.sale.EventId;
import dev.seckill.api.sale.HeldOrder;
import dev.seckill.api.sale.Request;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StoredFields;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The first round trip of a decision: watches the sale and reads what bears on the batch. What is logged leaves the outbox
 * in the same trip.
 *
 * <pre>
 * [HDEL outbox settled…] · UNWATCH · WATCH c {c}:sale {c}:orders {c}:buyers [{c}:states {c}:held] · GET c · HGETALL {c}:sale
 * · HLEN {c}:outbox · GET {c}:server · [the look of {@link SaleMemory}] · [the look of {@link OrdersLook}]
 * · [HMGET {c}:orders keys…] · [HMGET {c}:buyers buyers…] · [HMGET {c}:states orders…]
 * </pre>
 *
 * Keys and buyers, states and holds are watched because they may expire or be evicted between the look and the transaction.
 * Whether a sale remembers its orders is taken from the look before; where that was wrong, it is read again. Used by one thread.
 */
final class SaleReader {

    private static final int LOOK_REPLIES = 5 + SaleMemory.REPLIES;

    private final RedisLink link;
    private final SaleKeys keys;
    private final int expireMax;
    private final LongSupplier nanoTime;
    private long askedNanos;
    /** Redis's time in the look before, and when that was asked for; any, before the first. */
    private Instant seenAt = Instant.EPOCH;

    private long seenAskedNanos;
    private boolean remembersOrders;
    private boolean asksForOrders;

    /**
     * One that has not looked yet.
     *
     * @param expireMax how many orders that are due a look brings
     * @param nanoTime a stopwatch
     */
    SaleReader(RedisLink link, SaleKeys keys, int expireMax, LongSupplier nanoTime) {
        this.link = link;
        this.keys = keys;
        this.expireMax = expireMax;
        this.nanoTime = nanoTime;
    }

    /**
     * What Redis knew of a sale at one moment.
     *
     * @param checkedIn the run id of the Redis process in which the sale was last found sound, or null
     * @param memory whether the sale's companions are still there
     * @param prior the values that the batch's fields have in {@code {c}:orders}, {@code {c}:buyers} and {@code {c}:states}; fields
     *     without a value are absent
     * @param due held orders whose time may be over, the earliest first
     * @param askedNanos what the stopwatch showed before Redis was asked
     */
    record Snapshot(
            SaleState state,
            String checkedIn,
            SaleMemory memory,
            Map<String, byte[]> prior,
            List<HeldOrder> due,
            long askedNanos) {

        Snapshot with(SaleState other) {
            return other == state ? this : new Snapshot(other, checkedIn, memory, prior, due, askedNanos);
        }

        /** One order's state cannot be read: somebody else wrote it over what was there. */
        Snapshot lacking(SaleLoss loss) {
            return new Snapshot(state, checkedIn, memory.lacking(Set.of(loss)), prior, due, askedNanos);
        }

        /**
         * The latest that Redis's clock can show by now. Redis read it after it was asked, so not more has passed since than the
         * stopwatch has counted.
         */
        Instant latestNow(long nanoTime) {
            return memory.now().plusNanos(nanoTime - askedNanos);
        }
    }

    /**
     * Watches and reads.
     *
     * @param settled orders to remove from the outbox
     * @throws IllegalArgumentException if Redis holds something else than a sale
     */
    Snapshot read(List<? extends Request> requests, List<EventId> settled) {
        Snapshot snapshot = readOnce(requests, settled);
        return snapshot == null ? readOnce(requests, List.of()) : snapshot;
    }

    private Snapshot readOnce(List<? extends Request> requests, List<EventId> settled) {
        int before = sendSettled(settled) + 1;
        link.send(Command.UNWATCH);
        BatchLook look = sendLook(requests);
        List<Object> replies = link.repliesWithErrors(before + look.replies());
        RedisReply.requireNoError(replies.subList(0, before));
        return snapshot(look, replies.subList(before, replies.size()));
    }

    /**
     * A look that was sent for a batch, and where what it asks for stands among the replies: what it asks of the sale, what it
     * asks of orders, keys, buyers, states.
     */
    record BatchLook(
            List<String> ofKeys,
            List<String> ofBuyers,
            List<String> ofOrders,
            int ordersAt,
            int keysAt,
            int buyersAt,
            int statesAt,
            int replies) {}

    /** Queues the look for a batch, from which on the sale is watched. */
    BatchLook sendLook(List<? extends Request> requests) {
        List<String> ofKeys = StoredFields.keysOf(requests);
        List<String> ofBuyers = StoredFields.buyersOf(requests);
        List<String> ofOrders = remembersOrders ? StoredFields.ordersOf(requests) : List.of();
        int ordersAt = sendLook();
        int keysAt = ordersAt + sendOrders(); // next to the figures: what others do in between looks like a loss
        int buyersAt = keysAt + sendFields(keys.orders, ofKeys);
        int statesAt = buyersAt + sendFields(keys.buyers, ofBuyers);
        int replies = statesAt + sendFields(keys.states, ofOrders);
        return new BatchLook(ofKeys, ofBuyers, ofOrders, ordersAt, keysAt, buyersAt, statesAt, replies);
    }

    /**
     * Reads the replies to {@link #sendLook(List)}.
     *
     * @return null if the sale remembers orders for which it was not asked: the next look asks
     * @throws IllegalArgumentException if Redis holds something else than a sale
     * @throws JedisException if it refused a command
     */
    Snapshot snapshot(BatchLook look, List<Object> replies) {
        RedisReply.requireNoError(replies.subList(0, look.ordersAt()));
        RedisReply.requireNoError(replies.subList(look.keysAt(), look.statesAt()));
        Map<String, byte[]> prior = new HashMap<>();
        addValues(look.ofKeys(), replies.subList(look.keysAt(), look.buyersAt()), prior);
        addValues(look.ofBuyers(), replies.subList(look.buyersAt(), look.statesAt()), prior);
        addValues(look.ofOrders(), replies.subList(look.statesAt(), look.replies()), prior);
        Snapshot snapshot =
                snapshot(replies.subList(0, look.ordersAt()), replies.subList(look.ordersAt(), look.keysAt()), prior);
        boolean isForeign = look.ofOrders().stream()
                .map(prior::get)
                .anyMatch(state -> state != null && OrdersLook.readable(state) == null);
        return isForeign && snapshot != null ? snapshot.lacking(SaleLoss.STATES) : snapshot;
    }

    private int sendFields(byte[] hash, List<String> fields) {
        if (fields.isEmpty()) {
            return 0;
        }
        link.send(Command.HMGET, SaleKeys.withFields(hash, fields));
        return 1;
    }

    /** Queues the removal of settled orders from the outbox. Returns the number of replies to expect. */
    int sendSettled(List<EventId> settled) {
        if (settled.isEmpty()) {
            return 0;
        }
        link.send(Command.HDEL, SaleKeys.with(keys.outbox, settled));
        return 1;
    }

    /** Queues what the look asks of the sale. Returns the number of replies to expect. */
    private int sendLook() {
        asksForOrders = remembersOrders;
        askedNanos = nanoTime.getAsLong();
        if (asksForOrders) {
            link.send(Command.WATCH, keys.counter, keys.sale, keys.orders, keys.buyers, keys.states, keys.held);
        } else {
            link.send(Command.WATCH, keys.counter, keys.sale, keys.orders, keys.buyers);
        }
        link.send(Command.GET, keys.counter);
        link.send(Command.HGETALL, keys.sale);
        link.send(Command.HLEN, keys.outbox);
        link.send(Command.GET, keys.server);
        SaleMemory.sendLook(link, keys);
        return LOOK_REPLIES;
    }

    /** Queues what the look asks of orders, if anything. Returns the number of replies to expect, which may be errors. */
    private int sendOrders() {
        if (!asksForOrders) {
            return 0;
        }
        OrdersLook.send(link, keys, seenAt.plusNanos(askedNanos - seenAskedNanos), expireMax);
        return OrdersLook.REPLIES;
    }

    private Snapshot snapshot(List<Object> look, List<Object> ofOrders, Map<String, byte[]> prior) {
        Map<String, String> fields = RedisReply.hash(RedisReply.list(look.get(2)));
        SaleMemory memory = SaleMemory.of(fields, look.subList(5, LOOK_REPLIES));
        SaleState state = SaleState.parse(RedisReply.text(look.get(1)), fields, memory.ordersOf((Long) look.get(3)));
        boolean marksOrders = SaleMemory.marksOrders(fields);
        seenAt = memory.now();
        seenAskedNanos = askedNanos;
        remembersOrders = OrdersLook.isNeeded(state, marksOrders);
        if (remembersOrders && !asksForOrders) {
            return null;
        }
        List<HeldOrder> due = List.of();
        if (asksForOrders) {
            OrdersLook orders = OrdersLook.of(state.heldOrders(), marksOrders, ofOrders);
            memory = memory.lacking(orders.lost());
            state = state.remembering(orders.remembered());
            due = orders.due();
        }
        return new Snapshot(state, RedisReply.text(look.get(4)), memory, prior, due, askedNanos);
    }

    /** What is of another type has no values; {@link OrdersLook} tells. */
    private static void addValues(List<String> fields, List<Object> reply, Map<String, byte[]> prior) {
        if (fields.isEmpty() || OrdersLook.isUnusable(reply.get(0))) {
            return;
        }
        for (int i = 0; i < fields.size(); i++) {
            byte[] value = (byte[]) RedisReply.list(reply.get(0)).get(i);
            if (value != null) {
                prior.put(fields.get(i), value);
            }
        }
    }
}
