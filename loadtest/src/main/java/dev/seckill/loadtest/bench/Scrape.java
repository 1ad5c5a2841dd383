package dev.seckill.loadtest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The figures that a program shows at {@code /metrics} at one moment, by name and labels. */
public final class Scrape {

    /** Of an API: purchases that were accepted. */
    static final String ACCEPTED = "seckill_requests_answered_total{outcome=\"accepted\"}";

    private final Map<String, Double> values = new HashMap<>();

    private Scrape(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int blank = line.lastIndexOf(' ');
            values.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1)));
        });
    }

    /** @param url where the program shows them, as {@code http://host:port} */
    public static Scrape of(String url) {
        try {
            return new Scrape(Page.read(url + "/metrics"));
        } catch (IOException e) {
            throw new UncheckedIOException("no metrics from " + url, e);
        }
    }

    /** @throws IllegalArgumentException if there is no such figure */
    public double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no such metric: " + name);
        }
        return value;
    }

    /** The sum of a figure over all its labels; 0 if there is none. */
    public double sum(String name) {
        return values.entrySet().stream()
                .filter(each -> each.getKey().startsWith(name + "{"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** How much a counter has grown since an earlier scrape. */
    double since(Scrape earlier, String name) {
        return value(name) - earlier.value(name);
    }
}
