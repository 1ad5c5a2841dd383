package dev.seckill.api.redis;

/** How a Redis that works may lose what it holds of a sale, because of its settings. */
public enum StoreRisk {
    /** Policies {@code volatile-…}: of a sale only the keys have a lifetime. */
    EVICTION_OF_KEYS(
            "Once it is full, Redis drops Idempotency-Keys, and the sale halts until recover; set maxmemory-policy noeviction."),
    /** Policies {@code allkeys-…}. */
    EVICTION_OF_ALL(
            "Once it is full, Redis drops anything: what is left, keys, buyers' units, orders that are held or not logged;"
                    + " set maxmemory-policy noeviction."),
    /** It keeps nothing, or only snapshots. */
    RESTART(
            "When its process ends, Redis forgets what was decided, perhaps since a snapshot, as it writes no append-only"
                    + " file; set appendonly yes.");

    private final String sentence;

    StoreRisk(String sentence) {
        this.sentence = sentence;
    }

    /** What may be lost and what helps. */
    public String sentence() {
        return sentence;
    }
}
