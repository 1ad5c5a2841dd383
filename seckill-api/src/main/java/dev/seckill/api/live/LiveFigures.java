package dev.seckill.api.live;

import dev.seckill.api.config.LiveSettings;
import dev.seckill.api.metrics.RequestCounts;
import dev.seckill.api.redis.SharedFigures;
import dev.seckill.model.SaleId;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What this instance and all others have counted. Thread-safe. */
public final class LiveFigures implements AutoCloseable {

    private final String instance;
    private final SharedFigures shared;
    private final CountedSales counted;
    private final Supplier<InstanceFigures> here;
    private final FigureExchange exchange;

    /**
     * Begins to tell others what is counted here.
     *
     * @param instance its name among all
     * @param all counts the purchases of all sales together
     * @param exists whether somebody has seen such a sale
     * @param here what this instance is like; its {@code seenAt} does not matter
     */
    public LiveFigures(
            LiveSettings settings,
            String instance,
            SharedFigures shared,
            RequestCounts all,
            Predicate<SaleId> exists,
            Supplier<InstanceFigures> here) {
        this.instance = instance;
        this.shared = shared;
        this.here = here;
        this.counted = new CountedSales(all, instance, exists);
        this.exchange = new FigureExchange(shared, counted, instance, here, settings.every());
    }

    /** Counts what comes in here. */
    public CountedSales counted() {
        return counted;
    }

    /**
     * What all instances have counted of a sale, those that are gone too; what was counted within the last moment may be
     * missing, and nothing is recent. Waits for Redis.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if it does not answer
     */
    public SaleFigures of(SaleId sale) {
        SharedFigures.Told nothing = new SharedFigures.Told(instance, null, Map.of());
        return SeenFigures.of(shared.exchange(nothing, List.of(sale), false))
                .sales()
                .get(sale);
    }

    String instance() {
        return instance;
    }

    InstanceFigures here() {
        return here.get();
    }

    FigureExchange exchange() {
        return exchange;
    }

    /** Tells the rest. */
    @Override
    public void close() {
        exchange.close();
    }
}
