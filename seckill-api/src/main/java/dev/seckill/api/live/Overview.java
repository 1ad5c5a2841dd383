package dev.seckill.api.live;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seckill.model.SaleId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts together what those are told who watch everything. Used by one thread. */
final class Overview {

    private final String instance;

    /** @param instance the name of this one */
    Overview(String instance) {
        this.instance = instance;
    }

    /**
     * What JSON is made of.
     *
     * @param here what this instance is like
     * @param seen what all instances tell; null: nothing is known of it yet
     * @param book what the order book tells; null if there is none
     * @param sales each as it was put together last
     * @param more sales that are not among these
     */
    Map<String, Object> of(
            InstanceFigures here, SeenFigures seen, BookFigures book, Collection<WatchedSale> sales, int more) {
        Instant at = seen == null ? here.seenAt() : seen.at();
        Map<String, Object> overview = new LinkedHashMap<>();
        overview.put("at", at.toString());
        overview.put("instances", instances(here, seen, at));
        overview.put("book", book == null ? null : book(book));
        overview.put(
                "sales",
                sales.stream()
                        .filter(WatchedSale::isLooked)
                        .sorted(Comparator.comparing(sale -> sale.id.value()))
                        .map(WatchedSale::told)
                        .toList());
        overview.put("more", more);
        return overview;
    }

    private List<Map<String, Object>> instances(InstanceFigures here, SeenFigures seen, Instant at) {
        Map<String, InstanceFigures> all = new TreeMap<>(seen == null ? Map.of() : seen.instances());
        all.put(instance, here.at(at));
        List<Map<String, Object>> told = new ArrayList<>();
        all.forEach((name, figures) -> told.add(instance(name, figures, at)));
        return told;
    }

    private Map<String, Object> instance(String name, InstanceFigures figures, Instant at) {
        boolean isGone = figures.isGone(at);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", name);
        told.put("startedAt", figures.startedAt().toString());
        told.put("seenAt", figures.seenAt().toString());
        told.put("here", name.equals(instance));
        told.put("gone", isGone);
        told.put("ready", !isGone && figures.troubles().isEmpty());
        told.put("troubles", figures.troubles());
        told.put("waiting", figures.waiting());
        told.put("unlogged", figures.unlogged());
        told.put("sales", figures.sales());
        return told;
    }

    private static Map<String, Object> book(BookFigures book) {
        JsonNode json = book.json();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("at", json.path("at").textValue());
        told.put("trouble", book.trouble());
        told.put("ready", json.path("ready").asBoolean());
        List<String> troubles = new ArrayList<>();
        json.path("troubles").forEach(trouble -> troubles.add(trouble.asText()));
        told.put("troubles", troubles);
        told.put("lag", json.path("lag").numberValue());
        told.put("parked", json.path("parked").numberValue());
        return told;
    }

    /** What the order book has of a sale; null: nothing. */
    static Object ofSale(BookFigures book, SaleId sale) {
        JsonNode json = book == null ? null : book.json().path("sales").path(sale.value());
        if (json == null || !json.isObject()) {
            return null;
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("at", book.json().path("at").textValue());
        json.properties().forEach(field -> told.put(field.getKey(), field.getValue()));
        return told;
    }
}
