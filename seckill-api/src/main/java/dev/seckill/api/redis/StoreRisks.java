package dev.seckill.api.redis;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The risks of the Redis that was connected to last. Each set of them is told once, whatever number of counters and
 * connections finds it. Thread-safe.
 */
public final class StoreRisks {

    private static final Logger log = LoggerFactory.getLogger(StoreRisks.class);

    private Set<StoreRisk> present = Set.of();

    /** None known yet. */
    public StoreRisks() {}

    /** To be called with what a connection found, as often as one likes. */
    synchronized void found(Set<StoreRisk> risks) {
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
