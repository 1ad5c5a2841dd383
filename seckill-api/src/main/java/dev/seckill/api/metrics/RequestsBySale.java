package dev.seckill.api.metrics;

import dev.seckill.model.SaleId;
import java.util.List;
import java.util.Map;

/** How purchases of each sale ended. Thread-safe. */
public interface RequestsBySale {

    /** The ways in which they may, as labels. */
    List<String> outcomes();

    /** What was counted of each sale, way by way in that order. A sale of which nothing was heard for long may begin anew. */
    Map<SaleId, long[]> counts();
}
