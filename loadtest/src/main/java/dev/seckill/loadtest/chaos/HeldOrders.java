package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.witness.JournalEvent;
import dev.seckill.loadtest.witness.PaidEvidence.BookedFate;
import java.util.List;
import java.util.Map;

/**
 * What was found of the orders of a sale that holds them.
 *
 * @param events the sale's journal, in the order of its numbers
 * @param fates what the order book says of the orders
 * @param answers what payers were told
 * @param webhooks what the shop was told of each order: numbers of events with their type, in the order of telling
 * @param findings what is odd about the webhooks themselves
 */
public record HeldOrders(
        List<JournalEvent> events,
        List<BookedFate> fates,
        List<OrderAnswer> answers,
        Map<String, Map<Long, String>> webhooks,
        List<String> findings) {

    /** Of a sale that holds none. */
    static final HeldOrders NONE = new HeldOrders(List.of(), List.of(), List.of(), Map.of(), List.of());

    /** Copies the lists. */
    public HeldOrders {
        events = List.copyOf(events);
        fates = List.copyOf(fates);
        answers = List.copyOf(answers);
        webhooks = Map.copyOf(webhooks);
        findings = List.copyOf(findings);
    }
}
