package dev.seckill.api.redis;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import dev.seckill.model.SaleId;
import dev.seckill.model.UndecodableOrderException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** A sale in Redis as {@code recover} sees and writes it. Used by one thread. */
public final class RedisSale implements AutoCloseable {

    private final SaleId sale;
    private final SaleKeys keys;
    private final Supplier<RedisLink> links;
    /** To what all sales share, which in a cluster is elsewhere. */
    private final Supplier<RedisLink> sharedLinks;
    /** Those that nobody else uses. */
    private final List<RedisLink> own;

    /** What a rebuilt sale keeps of what Redis holds. */
    public enum Kept {
        /** The outbox, and what it remembers of keys and buyers: the log has lost its beginning. */
        ALL,
        /** The outbox: a key or a unit that no order tells of belongs to an order that was lost, or never was. */
        OUTBOX,
        /** Nothing: it is from before an earlier rebuild. */
        NOTHING
    }

    /** Connects when first used. */
    public RedisSale(SaleId sale, RedisSettings redis) {
        this(sale, new RedisNodes(redis));
    }

    private RedisSale(SaleId sale, RedisNodes nodes) {
        this(sale, nodes, new RedisLink(nodes, nodes.slotOf(SaleKeys.bytes(sale.value()))));
    }

    private RedisSale(SaleId sale, RedisNodes nodes, RedisLink link) {
        this(sale, link, nodes.isCluster() ? new RedisLink(nodes, nodes.slotOf(SaleRegistry.SALES)) : link);
    }

    private RedisSale(SaleId sale, RedisLink link, RedisLink shared) {
        this(sale, () -> link, () -> shared, List.of(link, shared));
    }

    /** One of several over the same connections, which stay open; each step asks anew which one. */
    RedisSale(SaleId sale, Supplier<RedisLink> links, Supplier<RedisLink> sharedLinks) {
        this(sale, links, sharedLinks, List.of());
    }

    private RedisSale(SaleId sale, Supplier<RedisLink> links, Supplier<RedisLink> sharedLinks, List<RedisLink> own) {
        this.sale = sale;
        this.keys = new SaleKeys(sale);
        this.links = links;
        this.sharedLinks = sharedLinks;
        this.own = own;
    }

    /**
     * What Redis holds now.
     *
     * @throws JedisException if Redis does not answer
     * @throws IllegalArgumentException if it holds something else than a sale
     */
    public SaleState state() {
        RedisLink link = links.get();
        link.open();
        link.send(Command.GET, keys.counter);
        link.send(Command.HGETALL, keys.sale);
        link.send(Command.HLEN, keys.outbox);
        link.send(Command.HEXISTS, keys.outbox, bytes(SaleMemory.KEPT));
        List<Object> replies = link.replies(4);
        return SaleState.parse(
                RedisReply.text(replies.get(0)),
                RedisReply.hash(RedisReply.list(replies.get(1))),
                Math.max(0, (Long) replies.get(2) - (Long) replies.get(3)));
    }

    /** Whether Redis holds anything of the sale: its counter, a companion, or an instance's word that it has events of it. */
    public boolean isThere() {
        return (Long) ask(Command.EXISTS, keys.all()) > 0
                || signsOfLife().values().stream()
                        .anyMatch(sign -> sign.unlogged(sale).orElse(0) > 0);
    }

    /** What Redis has lost of the sale's companions, at one moment: a purchase between two figures would look like a loss. */
    public Set<SaleLoss> lost() {
        RedisLink link = links.get();
        link.open();
        link.send(Command.MULTI);
        link.send(Command.HGETALL, keys.sale);
        SaleMemory.sendLook(link, keys);
        OrdersLook.send(link, keys, Instant.EPOCH, 0);
        link.send(Command.EXEC);
        int ofMemory = 1 + SaleMemory.REPLIES;
        int replies = ofMemory + OrdersLook.REPLIES;
        List<Object> look = RedisReply.list(link.replies(replies + 2).get(replies + 1));
        RedisReply.requireNoError(look.subList(0, ofMemory));
        Map<String, String> fields = RedisReply.hash(RedisReply.list(look.get(0)));
        OrdersLook orders = OrdersLook.of(
                SaleState.parse(null, fields, 0).heldOrders(),
                SaleMemory.marksOrders(fields),
                look.subList(ofMemory, replies));
        return SaleMemory.of(fields, look.subList(1, ofMemory))
                .lacking(orders.lost())
                .lost();
    }

    /**
     * Hands over every event in the outbox, some perhaps twice. What stands there and is no event of this sale is told to
     * {@code damaged}, its field and the reason, and stays.
     */
    public void outbox(Consumer<OutboxEntry> entries, BiConsumer<String, String> damaged) {
        HashScan.of(links.get(), keys.outbox, fields -> {
            for (int i = 0; i < fields.size(); i += 2) {
                String field = RedisReply.text(fields.get(i));
                if (field.equals(SaleMemory.KEPT)) {
                    continue;
                }
                OutboxEntry entry;
                try {
                    entry = entryOf(field, (byte[]) fields.get(i + 1));
                } catch (IllegalArgumentException | UndecodableOrderException e) {
                    damaged.accept(field, e.getMessage());
                    continue;
                }
                entries.accept(entry);
            }
        });
    }

    private OutboxEntry entryOf(String field, byte[] value) {
        OutboxEntry entry = OutboxEntry.parse(value);
        if (!entry.id().toString().equals(field)) {
            throw new IllegalArgumentException("its event has another id");
        }
        if (!entry.event().sale().equals(sale)) {
            throw new IllegalArgumentException("its event is of another sale");
        }
        return entry;
    }

    /** The instances that have told of themselves since Redis was emptied, dead ones included. */
    public Map<String, SignOfLife> signsOfLife() {
        Map<String, SignOfLife> signs = new HashMap<>();
        RedisLink shared = sharedLinks.get();
        shared.open();
        shared.send(Command.HGETALL, SignOfLife.INSTANCES);
        RedisReply.hash(RedisReply.list(shared.replies(1).get(0)))
                .forEach((instance, sign) -> signs.put(instance, new SignOfLife(sign)));
        return signs;
    }

    /** Which sale it is. */
    public SaleId id() {
        return sale;
    }

    /** The outbox's key, for a message to the operator. */
    public String outboxKey() {
        return RedisReply.text(keys.outbox);
    }

    /** Stops every instance from deciding; keys still find their orders. */
    public void halt() {
        ask(Command.HSET, keys.sale, bytes("state"), bytes(SaleState.Phase.HALTED.name()));
    }

    /** Where the keys and buyers of the orders are gathered before {@link #rebuild}; one at a time. */
    public RecoveredOrders recoveredOrders() {
        return new RecoveredOrders(links.get(), keys);
    }

    /**
     * Writes the sale as it was rebuilt, has the journal say so, and ends the halt: in two transactions, of which the second
     * has one command. So whatever fails before leaves a sale that is halted.
     *
     * @param journal writes the events of {@link RebuiltSale#journal} to the order log
     * @param orders what the sale remembers of keys and buyers
     * @param epoch when, in milliseconds since 1970, greater than that of every rebuild before
     * @param kept what stays of what Redis holds
     * @return false if somebody changed the sale meanwhile; nothing was opened then
     * @throws JedisException if Redis failed, also in the middle of a transaction; nothing was opened then
     */
    public boolean rebuild(
            RebuiltSale rebuilt,
            RecoveredOrders orders,
            long epoch,
            Duration keyLifetime,
            Kept kept,
            Consumer<List<OutboxEntry>> journal) {
        List<OutboxEntry> events = rebuilt.journal().events(sale, rebuilt, epoch);
        // Before its first event is in an outbox: by that list relays find the outboxes.
        RedisLink shared = sharedLinks.get();
        shared.open();
        SaleRegistry.sendAdd(sale, shared);
        shared.replies(1);
        // All of it over the connection over which the orders were gathered: elsewhere they are not, or not all.
        RedisLink link = orders.link();
        link.open();
        SaleRebuild rebuild = new SaleRebuild(link, keys, new RedisSale(sale, () -> link, () -> shared));
        if (!rebuild.write(rebuilt, events, orders, epoch, keyLifetime, kept)) {
            return false;
        }
        journal.accept(events);
        return rebuild.open(rebuilt, epoch);
    }

    private Object ask(Command command, byte[]... arguments) {
        RedisLink link = links.get();
        link.open();
        link.send(command, arguments);
        return link.replies(1).get(0);
    }

    private static byte[] bytes(Object value) {
        return SaleKeys.bytes(value.toString());
    }

    @Override
    public void close() {
        own.forEach(RedisLink::close);
    }
}
