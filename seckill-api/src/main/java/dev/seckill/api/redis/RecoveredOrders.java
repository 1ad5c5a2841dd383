package dev.seckill.api.redis;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StoredFields;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What a sale remembers of keys, buyers and orders, gathered order by order in hashes beside those that are in use, so that no more
 * than a thousand orders are in memory at a time. {@link RedisSale#rebuild} puts them in their place. Used by one thread.
 */
public final class RecoveredOrders {

    private static final int CHUNK = 1000;

    /** Long enough for the slowest step between two chunks; a recover that was killed leaves nothing behind for longer. */
    private static final long ABANDONED_SECONDS = 2 * 3600;

    private final RedisLink link;
    private final SaleKeys keys;
    private final Map<String, OutboxEntry> newest = new HashMap<>();
    private final Map<String, Long> units = new HashMap<>();
    private long keyCount;
    private long buyerCount;
    private boolean anyKey;
    private boolean anyBuyer;
    private final RecoveredStates states;
    private OrderTally tally;

    /** Drops what an earlier one left. */
    RecoveredOrders(RedisLink link, SaleKeys keys) {
        this.link = link;
        this.keys = keys;
        this.states = new RecoveredStates(link, keys);
        discard();
    }

    /** Over which they are gathered. */
    RedisLink link() {
        return link;
    }

    /** Takes one event; never the same order twice, and what becomes of it in any order, perhaps again. */
    public void add(OutboxEntry entry) {
        if (entry.key() != null) {
            newest.merge(fieldOf(entry), entry, RecoveredOrders::newer);
        }
        if (entry.order() != null && entry.order().buyer() != null) {
            units.merge(
                    StoredFields.of(entry.order().buyer()), (long) entry.order().quantity(), Math::addExact);
        }
        if (entry.event() instanceof SaleEvent.OfOrder ofOrder) {
            states.add(ofOrder, entry.offer().epoch());
        }
        if (newest.size() + units.size() + states.size() >= CHUNK) {
            write();
        }
    }

    /** Sends to Redis what is still here of what was taken. */
    public void flush() {
        write();
    }

    /**
     * Makes of the events of each order what the sale remembers of it. To be called once, after all events were taken.
     *
     * @param whole whether the log has its beginning
     * @param kept what stays of what Redis holds: where all does, Redis's word stands for what the log has lost of an order
     * @param older whether Redis is older than the log, so that its word on how an order got may be out of date
     */
    public OrderTally settle(boolean whole, RedisSale.Kept kept, boolean older) {
        write();
        if (kept == RedisSale.Kept.ALL) {
            states.addRemembered();
        }
        tally = states.any() ? new SettledStates(link, keys, whole, older).run() : OrderTally.NONE;
        expireIfAbandoned();
        return tally;
    }

    /**
     * Has held orders give their units back, the earliest first, as far as orders have more units than were offered. To be
     * called after {@link #settle}.
     *
     * @param epoch when the sale is rebuilt, in milliseconds since 1970
     * @return the sale as it is to be then
     */
    public RebuiltSale takeBackOversold(SaleId sale, RebuiltSale rebuilt, long epoch) {
        if (rebuilt.oversold() == 0 || tally().held() == 0) {
            return rebuilt;
        }
        HeldTakenBack holds = new HeldTakenBack(link, keys);
        RebuiltSale without = rebuilt.takingBack(holds.earliest(rebuilt.oversold()));
        holds.release(without.journal().takenBack(), without.journal().releases(sale, epoch), epoch);
        tally = tally.takingBack(without.journal().takenBack());
        return without;
    }

    /** What {@link #settle} came to, and {@link #takeBackOversold} after it. */
    public OrderTally tally() {
        if (tally == null) {
            throw new IllegalStateException("the orders are not settled yet");
        }
        return tally;
    }

    /** Keys taken so far. */
    public long keys() {
        write();
        return keyCount;
    }

    /** Whether there is a key. */
    boolean hasKeys() {
        write();
        return anyKey;
    }

    /** Whether there is a buyer. */
    boolean hasBuyers() {
        write();
        return anyBuyer;
    }

    /**
     * Holds what Redis has gathered against what it was given. The hashes have a lifetime, so a Redis that is full
     * may drop them in the middle.
     *
     * @throws JedisDataException if something is missing
     */
    void requireComplete() {
        write();
        link.send(Command.HLEN, keys.recovering);
        link.send(Command.HLEN, keys.recoveringBuyers);
        link.send(Command.HLEN, keys.recoveringStates);
        link.send(Command.ZCARD, keys.recoveringHeld);
        List<Object> there = link.replies(4);
        if ((Long) there.get(0) < keyCount
                || (Long) there.get(1) < buyerCount
                || (Long) there.get(2) < tally().orders()
                || (Long) there.get(3) != tally().held()) {
            throw new JedisDataException(
                    "Redis has dropped keys, buyers or orders while they were gathered, because it is"
                            + " full (keys=" + there.get(0) + " of " + keyCount + ", buyers=" + there.get(1) + " of "
                            + buyerCount
                            + ", orders=" + there.get(2) + " of " + tally().orders() + ", held=" + there.get(3) + " of "
                            + tally().held() + "); set maxmemory-policy noeviction and run this again");
        }
    }

    /** Drops all of it. */
    public void discard() {
        link.open();
        link.send(Command.UNLINK, keys.recovering, keys.recoveringBuyers, keys.recoveringStates, keys.recoveringHeld);
        link.replies(1);
        anyKey = false;
        anyBuyer = false;
    }

    /** Adds what the hashes in use know and no order told of, if the log has lost its beginning. */
    void addRemembered() {
        write();
        HashScan.of(link, keys.orders, this::addRemembered);
        HashScan.of(link, keys.buyers, this::addRemembered);
    }

    /** Buyers stood among the keys once. */
    private void addRemembered(List<Object> fields) {
        Map<String, byte[]> buyers = new LinkedHashMap<>();
        int ofKeys = 0;
        for (int i = 0; i < fields.size(); i += 2) {
            String field = RedisReply.text(fields.get(i));
            if (StoredFields.isOfBuyer(field)) {
                buyers.put(field, (byte[]) fields.get(i + 1));
            } else {
                link.send(Command.HSETNX, keys.recovering, (byte[]) fields.get(i), (byte[]) fields.get(i + 1));
                ofKeys++;
            }
        }
        link.replies(ofKeys);
        anyKey |= ofKeys > 0;
        addMore(buyers);
        expireIfAbandoned();
    }

    /** The log may know a part of a buyer's units, and so may a Redis that is older. */
    private void addMore(Map<String, byte[]> remembered) {
        if (remembered.isEmpty()) {
            return;
        }
        Map<String, byte[]> counted = before(keys.recoveringBuyers, remembered.keySet());
        remembered.entrySet().removeIf(buyer -> !isMore(buyer.getValue(), counted.get(buyer.getKey())));
        if (!remembered.isEmpty()) {
            link.send(Command.HSET, SaleKeys.withValues(keys.recoveringBuyers, remembered));
            link.replies(1);
            anyBuyer = true;
        }
    }

    /** What somebody else wrote there counts only where the log knows nothing. */
    private static boolean isMore(byte[] remembered, byte[] counted) {
        if (counted == null) {
            return true;
        }
        try {
            return SaleState.count("units of a buyer", RedisReply.text(remembered))
                    > Long.parseLong(RedisReply.text(counted));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void expireIfAbandoned() {
        byte[] seconds = SaleKeys.bytes(Long.toString(ABANDONED_SECONDS));
        link.send(Command.EXPIRE, keys.recovering, seconds);
        link.send(Command.EXPIRE, keys.recoveringBuyers, seconds);
        link.send(Command.EXPIRE, keys.recoveringStates, seconds);
        link.send(Command.EXPIRE, keys.recoveringHeld, seconds);
        link.replies(4);
    }

    /** The key of a change that an operator asked for is another than that of a purchase, though it reads the same. */
    private static String fieldOf(OutboxEntry entry) {
        return entry.order() == null ? StoredFields.ofChange(entry.key()) : StoredFields.ofPurchase(entry.key());
    }

    /** A key that outlived its lifetime has several events. */
    private static OutboxEntry newer(OutboxEntry one, OutboxEntry other) {
        return placeOf(one) >= placeOf(other) ? one : other;
    }

    /** Orders of an older program have no number in the journal. */
    private static long placeOf(OutboxEntry entry) {
        return entry.order() == null ? entry.event().no() : entry.order().seq();
    }

    private void write() {
        if (newest.isEmpty() && units.isEmpty() && states.size() == 0) {
            return;
        }
        link.open();
        writeKeys();
        writeBuyers();
        states.write();
        expireIfAbandoned();
    }

    private void writeKeys() {
        if (newest.isEmpty()) {
            return;
        }
        Map<String, byte[]> before = before(keys.recovering, newest.keySet());
        Map<String, byte[]> values = new LinkedHashMap<>();
        newest.forEach((field, entry) -> {
            byte[] earlier = before.get(field);
            keyCount += earlier == null ? 1 : 0;
            values.put(field, (earlier == null ? entry : newer(entry, OutboxEntry.parse(earlier))).bytes());
        });
        link.send(Command.HSET, SaleKeys.withValues(keys.recovering, values));
        link.replies(1);
        newest.clear();
        anyKey = true;
    }

    private void writeBuyers() {
        if (units.isEmpty()) {
            return;
        }
        Map<String, byte[]> before = before(keys.recoveringBuyers, units.keySet());
        Map<String, byte[]> values = new LinkedHashMap<>();
        units.forEach((field, more) -> {
            byte[] earlier = before.get(field);
            buyerCount += earlier == null ? 1 : 0;
            long sum = earlier == null ? more : Math.addExact(more, Long.parseLong(RedisReply.text(earlier)));
            values.put(field, SaleKeys.bytes(Long.toString(sum)));
        });
        link.send(Command.HSET, SaleKeys.withValues(keys.recoveringBuyers, values));
        link.replies(1);
        units.clear();
        anyBuyer = true;
    }

    /** What stands in the hash already for the fields that are to be written. */
    private Map<String, byte[]> before(byte[] hash, Set<String> written) {
        List<String> fields = List.copyOf(written);
        link.send(Command.HMGET, SaleKeys.withFields(hash, fields));
        List<Object> values = RedisReply.list(link.replies(1).get(0));
        Map<String, byte[]> before = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (values.get(i) != null) {
                before.put(fields.get(i), (byte[]) values.get(i));
            }
        }
        return before;
    }
}
