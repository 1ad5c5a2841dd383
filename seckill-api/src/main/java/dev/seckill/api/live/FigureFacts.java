package dev.seckill.api.live;

import java.util.LinkedHashMap;
import java.util.Map;

/** Figures as JSON has them. */
public final class FigureFacts {

    private static final double HALF = 0.5;
    private static final double MOST = 0.9;
    private static final double NEARLY_ALL = 0.99;

    private FigureFacts() {}

    /** {@code decisions} and {@code lastAccepted}. */
    static Map<String, Object> of(SaleFigures figures) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("decisions", named(figures.counts()));
        facts.put(
                "lastAccepted",
                figures.lastAccepted() == null ? null : figures.lastAccepted().toString());
        return facts;
    }

    /** Figures by the name of what they count. */
    public static Map<String, Object> named(Map<Counted, ? extends Number> figures) {
        Map<String, Object> named = new LinkedHashMap<>();
        figures.forEach((what, figure) -> named.put(what.field(), figure));
        return named;
    }

    /** How many were measured, and percentiles in milliseconds; null if none were. */
    public static Map<String, Object> latency(Latencies latencies) {
        long count = latencies.count();
        if (count == 0) {
            return null;
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("count", count);
        facts.put("p50", latencies.millis(HALF));
        facts.put("p90", latencies.millis(MOST));
        facts.put("p99", latencies.millis(NEARLY_ALL));
        facts.put("max", latencies.millis(1));
        return facts;
    }
}
