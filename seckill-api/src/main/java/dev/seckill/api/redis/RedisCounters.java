package dev.seckill.api.redis;

import dev.seckill.api.decide.CounterStore;
import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.sale.StockCounter;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.SaleId;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** The counters of a decision thread in Redis: one connection to each master for all of them. Used by one thread. */
public final class RedisCounters implements CounterStore {

    private final RedisNodes nodes;
    /** Those of a cluster; otherwise none. */
    private final Map<HostAndPort, StoreNode> masters = new HashMap<>();

    /** The one there is, if there is no cluster; otherwise null. */
    private final StoreNode single;

    private final SaleId stocked;
    private final RedisStockCounter.Settings settings;
    private final LoggedMarks marks;
    private final Supplier<OrderId> ids;
    private final StoreRisks risks;
    private long livesOfOthers;
    private boolean registryTried;

    /** The same with servers that nobody else uses. */
    public RedisCounters(
            SaleId stocked,
            RedisSettings redis,
            RedisStockCounter.Settings settings,
            LoggedMarks marks,
            Clock clock,
            StoreRisks risks) {
        this(stocked, new RedisNodes(redis), settings, marks, clock, risks);
    }

    /**
     * Connects when it is asked whether it is ready.
     *
     * @param stocked the sale whose counter is created with the settings' stock; the others have to exist
     * @param marks what the order log has of each sale
     * @param risks hears at every new connection how Redis may lose things
     */
    public RedisCounters(
            SaleId stocked,
            RedisNodes nodes,
            RedisStockCounter.Settings settings,
            LoggedMarks marks,
            Clock clock,
            StoreRisks risks) {
        this.nodes = Objects.requireNonNull(nodes, "nodes");
        this.stocked = Objects.requireNonNull(stocked, "stocked");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.marks = Objects.requireNonNull(marks, "marks");
        this.ids = new OrderIdGenerator(clock)::next;
        this.risks = Objects.requireNonNull(risks, "risks");
        this.single = nodes.isCluster() ? null : new StoreNode(nodes, marks, settings.failoverWait(), System::nanoTime);
    }

    @Override
    public boolean isReady(SaleId sale) {
        if (single != null) {
            return single.isReady(0);
        }
        int slot = slotOf(sale);
        return nodeOf(slot).isReady(slot) && isRegistryTried();
    }

    /** Before the first sale is decided, once: each has to be registered. */
    private boolean isRegistryTried() {
        if (!registryTried) {
            int slot = nodes.slotOf(SaleRegistry.SALES);
            try {
                registryTried = masterOf(slot).isOpen(slot);
            } catch (JedisException e) {
                registryTried = true; // those that were registered before can be decided without it
            }
        }
        return registryTried;
    }

    private int slotOf(SaleId sale) {
        return nodes.slotOf(SaleKeys.bytes(sale.value()));
    }

    /** @throws StockUnavailableException if nobody can tell who has the slot */
    private StoreNode nodeOf(int slot) {
        try {
            return masterOf(slot);
        } catch (JedisException e) {
            throw new StockUnavailableException("redis - does not answer: " + e.getMessage(), e);
        }
    }

    /** @throws JedisException the same */
    private StoreNode masterOf(int slot) {
        return masters.computeIfAbsent(
                nodes.masterOf(slot),
                address -> new StoreNode(nodes, address, marks, settings.failoverWait(), System::nanoTime));
    }

    @Override
    public boolean areTogether(SaleId one, SaleId other) {
        return single != null || nodeOf(slotOf(one)) == nodeOf(slotOf(other));
    }

    @Override
    public long connection() {
        if (single != null) {
            return single.link.life();
        }
        long lives = livesOfOthers;
        for (StoreNode node : masters.values()) {
            lives += node.link.life();
        }
        return lives;
    }

    @Override
    public void probe() {
        if (single != null) {
            single.probe();
            return;
        }
        masters.values().forEach(StoreNode::probe);
        masters.entrySet().removeIf(master -> !nodes.masters().contains(master.getKey()) && isOver(master.getValue()));
    }

    private boolean isOver(StoreNode node) {
        node.close();
        livesOfOthers += node.link.life();
        return true;
    }

    @Override
    public StockCounter counter(SaleId sale) {
        SeqGuard guard = new SeqGuard(() -> marks.of(sale));
        if (single != null) {
            return counter(sale, single, guard, RedisStockCounter.Connections.to(single.link));
        }
        int slot = slotOf(sale);
        int registrySlot = nodes.slotOf(SaleRegistry.SALES);
        return new RoutedCounter(
                sale,
                () -> nodeOf(slot),
                node -> node.isReady(slot),
                () -> nodes.version(slot),
                node -> counter(
                        sale,
                        node,
                        guard,
                        new RedisStockCounter.Connections(
                                node.link, () -> masterOf(slot).link, () -> openTo(registrySlot))));
    }

    private RedisStockCounter counter(
            SaleId sale, StoreNode node, SeqGuard guard, RedisStockCounter.Connections connections) {
        return new RedisStockCounter(
                sale,
                connections,
                sale.equals(stocked) ? settings : settings.withoutStock(),
                guard,
                marks::readOn,
                ids,
                node.pause,
                risks);
    }

    /** @throws JedisException if it is not there now; the thread connects in the background */
    private RedisLink openTo(int slot) {
        StoreNode node = masterOf(slot);
        if (!node.isOpen(slot)) {
            throw new JedisConnectionException("not connected yet");
        }
        return node.link;
    }

    @Override
    public void close() {
        if (single != null) {
            single.close();
        }
        masters.values().forEach(StoreNode::close);
    }
}
