package dev.seckill.api.live;

import dev.seckill.api.redis.SharedFigures;
import dev.seckill.model.ForeignText;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.SparseLine;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all instances tell together.
 *
 * @param at by Redis's clock
 * @param instances each by its name
 * @param sales those that were asked for
 * @param nextExpiry when the next held order of a sale expires
 */
record SeenFigures(
        Instant at,
        Map<String, InstanceFigures> instances,
        Map<SaleId, SaleFigures> sales,
        Map<SaleId, Instant> nextExpiry) {

    private static final Logger log = LoggerFactory.getLogger(SeenFigures.class);
    private static final SparseLine STRANGE = new SparseLine();

    static SeenFigures of(SharedFigures.Seen seen) {
        Map<String, InstanceFigures> instances = instances(seen);
        Map<SaleId, SaleFigures> sales = new HashMap<>();
        seen.sales().forEach((sale, texts) -> {
            Map<String, SaleFigures> counters = new HashMap<>();
            texts.forEach((name, text) -> counters.put(name, figures(text)));
            sales.put(sale, sum(counters, instances, seen.at()));
        });
        return new SeenFigures(seen.at(), instances, sales, seen.nextExpiry());
    }

    static Map<String, InstanceFigures> instances(SharedFigures.Seen seen) {
        Map<String, InstanceFigures> instances = new HashMap<>();
        seen.instances().forEach((name, text) -> {
            InstanceFigures instance = read(text, InstanceFigures::parse);
            if (instance != null) {
                instances.put(name, instance);
            }
        });
        return instances;
    }

    /** Nothing is recent of what an instance wrote last that is gone. */
    static SaleFigures sum(Map<String, SaleFigures> counters, Map<String, InstanceFigures> instances, Instant at) {
        SaleFigures sum = SaleFigures.NONE;
        for (Map.Entry<String, SaleFigures> counter : counters.entrySet()) {
            SaleFigures one = counter.getValue();
            InstanceFigures by = instances.get(CountedSales.instanceOf(counter.getKey()));
            sum = sum.plus(by == null || by.isGone(at) ? one.past() : one);
        }
        return sum;
    }

    /** None for what somebody else wrote. */
    static SaleFigures figures(String text) {
        SaleFigures figures = read(text, SaleFigures::parse);
        return figures == null ? SaleFigures.NONE : figures;
    }

    /** Null for what somebody else wrote. */
    private static <T> T read(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            STRANGE.say(times -> log.warn(
                    "live - figures in Redis cannot be read (times={}, last={})", times, ForeignText.shown(text)));
            return null;
        }
    }
}
