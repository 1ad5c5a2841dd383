package dev.seckill.loadtest.witness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a shop was told of orders, held against the journal. */
public final class WebhookCheck {

    private WebhookCheck() {}

    /**
     * The orders of which the shop did not hear each event once, in the order of their numbers.
     *
     * @param events the journal
     * @param webhooks by order: numbers of events with the type of the webhook, in the order of telling
     */
    public static List<String> otherwise(List<JournalEvent> events, Map<String, Map<Long, String>> webhooks) {
        Map<String, Map<Long, String>> due = new TreeMap<>();
        for (JournalEvent event : events) {
            if (event.orderId() != null) {
                due.computeIfAbsent(event.orderId(), order -> new LinkedHashMap<>())
                        .put(event.no(), "order." + event.kind().toLowerCase(Locale.ROOT));
            }
        }
        List<String> otherwise = new ArrayList<>();
        due.forEach((order, of) -> {
            Map<Long, String> told = webhooks.getOrDefault(order, Map.of());
            if (!List.copyOf(of.entrySet()).equals(List.copyOf(told.entrySet()))) {
                otherwise.add(order + ": told " + told + ", should be " + of);
            }
        });
        return otherwise;
    }
}
