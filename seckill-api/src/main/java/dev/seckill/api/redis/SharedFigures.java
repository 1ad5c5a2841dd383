package dev.seckill.api.redis;

import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * Where instances tell each other what they have counted. Nothing is decided by it, and what is lost of it is not missed for
 * long. A failure of Redis is a {@link redis.clients.jedis.exceptions.JedisException}. Thread-safe.
 */
public interface SharedFigures extends AutoCloseable {

    /**
     * What an instance tells.
     *
     * @param instance its name among all
     * @param beat what it is like; null: nothing new
     * @param sales what it has counted of each sale, under the counter's name
     */
    record Told(String instance, String beat, Map<SaleId, Counter> sales) {}

    /** What one counter of an instance has counted. */
    record Counter(String field, String text) {}

    /**
     * What is there.
     *
     * @param at by Redis's clock
     * @param newCounters sales of which the counter that was told was not there before
     * @param instances what each is like, by its name
     * @param sales all counters of each sale, by their names
     * @param nextExpiry when the next held order of a sale expires, where any is held
     */
    record Seen(
            Instant at,
            Set<SaleId> newCounters,
            Map<String, String> instances,
            Map<SaleId, Map<String, String>> sales,
            Map<SaleId, Instant> nextExpiry) {}

    /**
     * Tells and looks in one trip.
     *
     * @param asked sales of which all counters are wanted
     * @param asksInstances whether the instances are wanted
     */
    Seen exchange(Told told, Collection<SaleId> asked, boolean asksInstances);

    /** How many counters there are of a sale. */
    long counters(SaleId sale);

    /**
     * Puts counters that will not change any more into one; another time, if they change meanwhile.
     *
     * @param into its name
     * @param sum adds two up
     */
    void fold(SaleId sale, List<String> counters, String into, BinaryOperator<String> sum);

    /** These instances are not there any more. */
    void forget(Collection<String> instances);

    @Override
    void close();
}
