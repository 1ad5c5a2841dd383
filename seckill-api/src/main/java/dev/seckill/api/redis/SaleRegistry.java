package dev.seckill.api.redis;

import dev.seckill.model.ForeignText;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.SparseLine;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The sales of which there are events: each stands in the set {@code {seckill}:sales} before its first event is written,
 * so that the relay of every instance finds its outbox. Over a connection of its own. Thread-safe.
 */
public final class SaleRegistry implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SaleRegistry.class);

    /** Set: the sales' ids. */
    static final byte[] SALES = SaleKeys.bytes("{seckill}:sales");

    private final RedisLink link;
    private final SparseLine strange = new SparseLine();

    /** The same with servers that nobody else uses. */
    public SaleRegistry(RedisSettings redis) {
        this(new RedisNodes(redis));
    }

    /** Connects when first used. */
    public SaleRegistry(RedisNodes nodes) {
        this.link = new RedisLink(nodes, nodes.slotOf(SALES));
    }

    /**
     * All of them, in no order.
     *
     * @throws JedisException if Redis does not answer
     */
    public synchronized List<SaleId> sales() {
        List<SaleId> sales = new ArrayList<>();
        try {
            link.open();
            link.send(Command.SMEMBERS, SALES);
            RedisReply.list(link.replies(1).get(0)).forEach(id -> add(RedisReply.text(id), sales));
        } catch (JedisException e) {
            link.refused(e);
            link.drop();
            throw e;
        }
        return sales;
    }

    private void add(String id, List<SaleId> sales) {
        try {
            sales.add(new SaleId(id));
        } catch (IllegalArgumentException e) {
            strange.say(times -> log.error(
                    "registry - holds what is no sale's id; somebody else wrote it (times={}, last={})",
                    times,
                    ForeignText.shown(id)));
        }
    }

    /** Queues adding a sale over another connection: one reply. */
    static void sendAdd(SaleId sale, RedisLink link) {
        link.send(Command.SADD, SALES, SaleKeys.bytes(sale.value()));
    }

    @Override
    public synchronized void close() {
        link.close();
    }
}
