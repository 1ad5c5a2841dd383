package dev.seckill.api.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.api.sale.RebuiltSale;
import dev.seckill.api.sale.SaleState;
import dev.seckill.api.sale.StoredDefinition;
import dev.seckill.model.event.SaleEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** Writes a sale as it was rebuilt, in place of what Redis holds of it. Used by one thread. */
final class SaleRebuild {

    private final RedisLink link;
    private final SaleKeys keys;
    private final RedisSale found;

    /** @param found the sale as Redis holds it, over the same connection */
    SaleRebuild(RedisLink link, SaleKeys keys, RedisSale found) {
        this.link = link;
        this.keys = keys;
        this.found = found;
    }

    /**
     * Writes the sale, which stays halted.
     *
     * @param events what its journal goes on with
     */
    boolean write(
            RebuiltSale sale,
            List<OutboxEntry> events,
            RecoveredOrders orders,
            long epoch,
            Duration keyLifetime,
            RedisSale.Kept kept) {
        link.open();
        link.send(Command.UNWATCH); // what another sale over this connection has left
        link.send(Command.WATCH, keys.counter, keys.sale);
        link.replies(2);
        SaleState now = found.state();
        // Another recover may have taken the same number meanwhile, and no two events may have one.
        if (now.phase() != SaleState.Phase.HALTED
                || now.lastNo() >= events.get(0).event().no()) {
            return false;
        }
        orders.requireComplete();
        if (kept == RedisSale.Kept.ALL) {
            orders.addRemembered();
            orders.requireComplete();
        }
        boolean anyKey = orders.hasKeys();
        boolean anyBuyer = orders.hasBuyers();
        OrderTally tally = orders.tally();
        byte[][] marks = marks(anyKey, anyBuyer, tally, keyLifetime);
        link.send(Command.MULTI);
        int queued = kept == RedisSale.Kept.NOTHING ? send(Command.UNLINK, keys.outbox) : 0;
        queued += send(Command.UNLINK, keys.orders, keys.buyers, keys.states, keys.held);
        if (anyKey) {
            queued += send(Command.RENAME, keys.recovering, keys.orders);
            queued += send(Command.EXPIRE, keys.orders, bytes(keyLifetime.toSeconds()));
        }
        if (anyBuyer) {
            queued += send(Command.RENAME, keys.recoveringBuyers, keys.buyers);
            queued += send(Command.PERSIST, keys.buyers);
        }
        if (tally.orders() > 0) {
            queued += send(Command.RENAME, keys.recoveringStates, keys.states);
            queued += send(Command.PERSIST, keys.states);
        }
        if (tally.held() > 0) {
            queued += send(Command.RENAME, keys.recoveringHeld, keys.held);
            queued += send(Command.PERSIST, keys.held);
        }
        queued += send(Command.SET, keys.counter, bytes(sale.left()));
        queued += send(
                Command.HSET,
                keys.sale,
                bytes("allotment"),
                bytes(sale.allotment()),
                bytes("seq"),
                bytes(sale.seq()),
                bytes("no"),
                bytes(events.get(events.size() - 1).event().no()),
                bytes("left"),
                bytes(sale.left()),
                bytes("voided"),
                bytes(sale.voided()),
                bytes("epoch"),
                bytes(epoch));
        queued += sendRules(sale.rules());
        queued += send(Command.HDEL, keys.sale, bytes("halfDone"), bytes(SaleState.HELD), bytes(SaleState.HELD_ORDERS));
        queued += send(Command.HDEL, SaleMemory.marksOf(keys.sale));
        queued += send(Command.HSET, marks);
        queued += send(Command.HSET, keptOutbox());
        return exec(1 + queued);
    }

    /** Where no event tells the rules, those stay that somebody has set in Redis. */
    private int sendRules(SaleEvent.SaleChanged rules) {
        if (rules == null) {
            return 0;
        }
        List<byte[]> hset = new ArrayList<>(List.of(keys.sale));
        StoredDefinition.fieldsOf(rules.definition()).forEach((field, value) -> {
            hset.add(bytes(field));
            hset.add(value.getBytes(UTF_8));
        });
        return send(Command.HSET, hset.toArray(byte[][]::new));
    }

    /** The arguments of an HSET that says which companions the sale has. */
    private byte[][] marks(boolean anyKey, boolean anyBuyer, OrderTally tally, Duration keyLifetime) {
        SaleMemory.sendLook(link, keys);
        SaleMemory memory = SaleMemory.of(Map.of(), link.replies(SaleMemory.REPLIES));
        List<byte[]> hset = new ArrayList<>(List.of(keys.sale));
        SaleMemory.markOutbox(hset);
        SaleTransaction.markFormat(hset);
        if (anyKey) {
            memory.markKeys(hset, keyLifetime);
        }
        if (anyBuyer) {
            SaleMemory.markBuyers(hset);
        }
        if (tally.orders() > 0) {
            SaleMemory.markOrders(hset);
            hset.addAll(List.of(bytes(SaleState.HELD), bytes(tally.heldUnits())));
            hset.addAll(List.of(bytes(SaleState.HELD_ORDERS), bytes(tally.held())));
        }
        return hset.toArray(byte[][]::new);
    }

    private byte[][] keptOutbox() {
        List<byte[]> hset = new ArrayList<>(List.of(keys.outbox));
        SaleMemory.keepOutbox(hset);
        return hset.toArray(byte[][]::new);
    }

    /** Ends the halt, if what stands there now is what was written. */
    boolean open(RebuiltSale sale, long epoch) {
        link.send(Command.UNWATCH); // what another sale over this connection has left
        link.send(Command.WATCH, keys.counter, keys.sale);
        link.replies(2);
        SaleState written = found.state();
        if (written.phase() != SaleState.Phase.HALTED
                || written.epoch() != epoch
                || written.left() == null
                || written.left() != sale.left()) {
            return false;
        }
        link.send(Command.MULTI);
        link.send(Command.HSET, keys.sale, bytes("state"), bytes(sale.phase().name()));
        return exec(2);
    }

    /**
     * Ends a transaction of which so many commands were sent, MULTI included.
     *
     * @return false if somebody else changed what was watched
     * @throws JedisException if a command of it failed
     */
    private boolean exec(int sent) {
        link.send(Command.EXEC);
        Object done = link.replies(sent + 1).get(sent);
        if (done == null) {
            return false;
        }
        for (Object reply : RedisReply.list(done)) {
            if (reply instanceof JedisException failure) {
                throw failure;
            }
        }
        return true;
    }

    private int send(Command command, byte[]... arguments) {
        link.send(command, arguments);
        return 1;
    }

    private static byte[] bytes(Object value) {
        return SaleKeys.bytes(value.toString());
    }
}
