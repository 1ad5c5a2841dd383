package dev.seckill.api.redis;

import dev.seckill.api.sale.SaleState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;

/**
 * Whether the companions of a sale are still there. Marks in the sale's hash say which of them have to be: a Redis
 * that is full and may evict drops them without a word, and would sell to a key a second time. Keys have to be
 * there until their lifetime is over; buyers from the first one on; orders' states from the first one on that is remembered; and
 * the outbox from the first order on, which is why it holds {@link #KEPT} as well: without it an outbox that is empty would be
 * gone. How many orders are held, the hash says in figures.
 *
 * @param lost what is gone too early
 * @param holdsKept whether the outbox holds what is no order
 * @param marksOutbox whether the sale's hash says that the outbox has to be there
 * @param nowMillis when that was so, by Redis's clock, on which keys expire as well
 */
public record SaleMemory(Set<SaleLoss> lost, boolean holdsKept, boolean marksOutbox, long nowMillis) {

    /** How many replies {@link #sendLook} brings. */
    static final int REPLIES = 4;

    /** The field of the outbox that is no order. */
    public static final String KEPT = "kept";

    /** The mark of orders' states. */
    static final String STATES = "states";

    static final byte[] KEPT_FIELD = SaleKeys.bytes(KEPT);

    private static final String KEYS_UNTIL = "keysUntil";
    private static final String BUYERS = "buyers";
    private static final String OUTBOX = "outbox";
    private static final byte[] YES = SaleKeys.bytes("1");

    /** Queues the look. The time comes last: what had expired by then was there until then. */
    static void sendLook(RedisLink link, SaleKeys keys) {
        link.send(Command.EXISTS, keys.orders);
        link.send(Command.EXISTS, keys.buyers);
        link.send(Command.HEXISTS, keys.outbox, SaleKeys.bytes(KEPT));
        link.send(Command.TIME);
    }

    /**
     * Reads the replies to {@link #sendLook}.
     *
     * @param fields the sale's hash, read before
     * @throws IllegalArgumentException if a mark is not what its field holds
     */
    static SaleMemory of(Map<String, String> fields, List<Object> replies) {
        long now = millis(replies.get(3));
        boolean holdsKept = isThere(replies.get(2));
        boolean marksOutbox = fields.containsKey(OUTBOX);
        Set<SaleLoss> lost = EnumSet.noneOf(SaleLoss.class);
        if (!isThere(replies.get(0)) && now < SaleState.count(KEYS_UNTIL, fields.getOrDefault(KEYS_UNTIL, "0"))) {
            lost.add(SaleLoss.KEYS);
        }
        if (!isThere(replies.get(1)) && fields.containsKey(BUYERS)) {
            lost.add(SaleLoss.BUYERS);
        }
        if (!holdsKept && marksOutbox) {
            lost.add(SaleLoss.OUTBOX);
        }
        return new SaleMemory(lost, holdsKept, marksOutbox, now);
    }

    /** Whether the sale's hash says that orders' states have to be there. */
    static boolean marksOrders(Map<String, String> fields) {
        return fields.containsKey(STATES);
    }

    /** With what else is gone. */
    SaleMemory lacking(Set<SaleLoss> more) {
        if (more.isEmpty()) {
            return this;
        }
        Set<SaleLoss> all = EnumSet.copyOf(more);
        all.addAll(lost);
        return new SaleMemory(all, holdsKept, marksOutbox, nowMillis);
    }

    private static boolean isThere(Object reply) {
        return (Long) reply != 0;
    }

    private static long millis(Object time) {
        List<Object> parts = RedisReply.list(time);
        return Long.parseLong(RedisReply.text(parts.get(0))) * 1000
                + Long.parseLong(RedisReply.text(parts.get(1))) / 1000;
    }

    /** How many orders an outbox of so many fields holds. */
    long ordersOf(long fields) {
        return Math.max(0, fields - (holdsKept ? 1 : 0));
    }

    /** The same time. */
    Instant now() {
        return Instant.ofEpochMilli(nowMillis);
    }

    /** Marks that there are keys, as part of an HSET of the sale in the transaction that lets them expire. */
    void markKeys(List<byte[]> sale, Duration keyLifetime) {
        sale.add(SaleKeys.bytes(KEYS_UNTIL));
        sale.add(SaleKeys.bytes(Long.toString(nowMillis + keyLifetime.toSeconds() * 1000)));
    }

    /** The same for buyers, who do not expire. */
    static void markBuyers(List<byte[]> sale) {
        sale.add(SaleKeys.bytes(BUYERS));
        sale.add(YES);
    }

    /** The same for the states of orders. */
    static void markOrders(List<byte[]> sale) {
        sale.add(SaleKeys.bytes(STATES));
        sale.add(YES);
    }

    /** The same for the outbox; only once, because one that was made anew since must not pass for the one before. */
    static void markOutbox(List<byte[]> sale) {
        sale.add(SaleKeys.bytes(OUTBOX));
        sale.add(YES);
    }

    /** Keeps the outbox, as part of an HSET of it in the transaction that marks it. */
    static void keepOutbox(List<byte[]> outbox) {
        outbox.add(SaleKeys.bytes(KEPT));
        outbox.add(YES);
    }

    /** The arguments of an HDEL that takes the marks away that a sale may have without reason. */
    static byte[][] marksOf(byte[] sale) {
        return SaleKeys.withFields(sale, List.of(KEYS_UNTIL, BUYERS, STATES));
    }
}
