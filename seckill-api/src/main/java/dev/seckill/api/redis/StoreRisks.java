package dev.seckill.api.redis;

import dev.seckill.model.log.SparseLine;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.HostAndPort;

/**
 * The risks of the Redis that was connected to last. Each set of them is told once, whatever number of counters and
 * connections finds it. Thread-safe.
 */
public final class StoreRisks {

    private static final Logger log = LoggerFactory.getLogger(StoreRisks.class);

    /** Of each master. */
    private final Map<HostAndPort, Set<StoreRisk>> found = new HashMap<>();

    private Set<StoreRisk> present = Set.of();
    private final AtomicLong thinlyKept = new AtomicLong();
    private final SparseLine thin = new SparseLine();

    /** None known yet. */
    public StoreRisks() {}

    /** To be called with an open connection, as often as one likes. */
    synchronized void found(RedisLink link) {
        if (!link.risks().equals(found.get(link.at()))) {
            found(link.at(), link.risks(), link.masters());
        }
    }

    /** What a master told; of all, only those count that are masters now. */
    synchronized void found(HostAndPort master, Set<StoreRisk> ofMaster, Set<HostAndPort> masters) {
        found.keySet().retainAll(masters);
        found.put(master, ofMaster);
        EnumSet<StoreRisk> risks = EnumSet.noneOf(StoreRisk.class);
        found.values().forEach(risks::addAll);
        if (risks.equals(present)) {
            return;
        }
        present = Set.copyOf(risks);
        if (risks.isEmpty()) {
            log.info("redis - its settings lose nothing any more");
        } else {
            log.warn(
                    "redis - may lose what was decided (risks={}): {}",
                    risks,
                    risks.stream().map(StoreRisk::sentence).collect(Collectors.joining(" ")));
        }
    }

    /** A decision stands, but fewer replicas than wanted have told in time that they have it. */
    void fewReplicas(long have, RedisSettings.ReplicaWait wanted) {
        thinlyKept.incrementAndGet();
        thin.say(times -> log.warn(
                "redis - fewer replicas than wanted had a decision in time; it is lost if the master is (replicas={},"
                        + " wanted={}, wait={}ms, times={})",
                have,
                wanted.count(),
                wanted.within().toMillis(),
                times));
    }

    /** A decision stands, but Redis does not tell how many replicas have it, as for a user who may not wait. */
    void replicasUnknown(String reason) {
        thinlyKept.incrementAndGet();
        thin.say(times -> log.warn(
                "redis - refuses to wait for replicas; whether they have a decision is not known (reason={}, times={})",
                reason,
                times));
    }

    /** Transactions that fewer replicas had in time than wanted, or nobody knows how many. */
    public long thinlyKept() {
        return thinlyKept.get();
    }

    /** Those there are now, in order. */
    public synchronized Set<StoreRisk> present() {
        return present.isEmpty() ? Set.of() : EnumSet.copyOf(present);
    }

    /**
     * Reads them from what Redis tells of itself. What a server does not tell, which is no Redis, counts as no risk.
     *
     * @param memory INFO memory
     * @param persistence INFO persistence
     */
    static Set<StoreRisk> in(String memory, String persistence) {
        EnumSet<StoreRisk> risks = EnumSet.noneOf(StoreRisk.class);
        if (anyLine(memory, "maxmemory_policy:volatile-")) {
            risks.add(StoreRisk.EVICTION_OF_KEYS);
        }
        if (anyLine(memory, "maxmemory_policy:allkeys-")) {
            risks.add(StoreRisk.EVICTION_OF_ALL);
        }
        if (anyLine(persistence, "aof_enabled:0")) {
            risks.add(StoreRisk.RESTART);
        }
        return risks;
    }

    private static boolean anyLine(String info, String start) {
        return info.lines().anyMatch(line -> line.startsWith(start));
    }
}
