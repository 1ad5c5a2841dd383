package dev.seckill.api.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was counted of one sale's purchases: by one instance, or by all together.
 *
 * @param counts all of {@link Counted}
 * @param lastAccepted when an order was last accepted, by Redis's clock; null: never
 * @param recent how long the replies of about the last ten seconds took
 * @param latencies how long all replies took
 */
public record SaleFigures(Map<Counted, Long> counts, Instant lastAccepted, Latencies recent, Latencies latencies) {

    /** Nothing was counted. */
    public static final SaleFigures NONE = new SaleFigures(Map.of(), null, Latencies.NONE, Latencies.NONE);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LAST_ACCEPTED = "lastAccepted";
    private static final String RECENT = "recent";
    private static final String LATENCIES = "latencies";

    public SaleFigures {
        Map<Counted, Long> all = new EnumMap<>(Counted.class);
        for (Counted what : Counted.values()) {
            all.put(what, counts.getOrDefault(what, 0L));
        }
        counts = Collections.unmodifiableMap(all);
    }

    /** How many of them. */
    public long count(Counted what) {
        return counts.get(what);
    }

    /** These and others. */
    SaleFigures plus(SaleFigures others) {
        Map<Counted, Long> sum = new EnumMap<>(counts);
        others.counts.forEach((what, count) -> sum.merge(what, count, Long::sum));
        boolean isLater =
                lastAccepted == null || others.lastAccepted != null && others.lastAccepted.isAfter(lastAccepted);
        return new SaleFigures(
                sum,
                isLater ? others.lastAccepted : lastAccepted,
                recent.plus(others.recent),
                latencies.plus(others.latencies));
    }

    /** These without some of them, which are not recent. */
    SaleFigures minus(SaleFigures some) {
        Map<Counted, Long> rest = new EnumMap<>(counts);
        some.counts.forEach((what, count) -> rest.merge(what, -count, Long::sum));
        return new SaleFigures(rest, lastAccepted, recent, latencies.minus(some.latencies));
    }

    /** The same of an instance that is gone: nothing of it is recent. */
    SaleFigures past() {
        return new SaleFigures(counts, lastAccepted, Latencies.NONE, latencies);
    }

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if it is none; what it does not tell is nothing
     */
    static SaleFigures parse(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException("no figures: " + json.getNodeType());
        }
        Map<Counted, Long> counts = new EnumMap<>(Counted.class);
        for (Counted what : Counted.values()) {
            counts.put(what, count(json.path(what.field())));
        }
        long last = count(json.path(LAST_ACCEPTED));
        return new SaleFigures(
                counts,
                last == 0 ? null : Instant.ofEpochMilli(last),
                latencies(json.path(RECENT)),
                latencies(json.path(LATENCIES)));
    }

    private static Latencies latencies(JsonNode json) {
        TreeMap<Integer, Long> counts = new TreeMap<>();
        json.properties().forEach(bucket -> {
            int number = Integer.parseInt(bucket.getKey());
            if (number < 0 || number >= Latencies.BUCKETS) {
                throw new IllegalArgumentException("no bucket: " + number);
            }
            counts.put(number, count(bucket.getValue()));
        });
        return new Latencies(counts);
    }

    private static long count(JsonNode json) {
        long count = json.asLong(0);
        if (count < 0) {
            throw new IllegalArgumentException("below 0: " + count);
        }
        return count;
    }

    /** As it stands in Redis. */
    String text() {
        ObjectNode json = JSON.createObjectNode();
        counts.forEach((what, count) -> json.put(what.field(), count));
        json.put(LAST_ACCEPTED, lastAccepted == null ? 0 : lastAccepted.toEpochMilli());
        put(json.putObject(RECENT), recent);
        put(json.putObject(LATENCIES), latencies);
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
    }

    private static void put(ObjectNode json, Latencies latencies) {
        latencies.counts().forEach((bucket, count) -> json.put(bucket.toString(), count));
    }
}
