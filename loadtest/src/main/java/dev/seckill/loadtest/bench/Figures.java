package dev.seckill.loadtest.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** All that was measured, by name, in the order in which it came. Not thread-safe. */
final class Figures {

    private final Map<String, Series> series = new LinkedHashMap<>();

    /** The series of a name; empty before the first value. */
    Series of(String name) {
        return series.computeIfAbsent(name, made -> new Series());
    }

    /** Everything by name; not to be changed. */
    Map<String, Series> all() {
        return series;
    }
}
