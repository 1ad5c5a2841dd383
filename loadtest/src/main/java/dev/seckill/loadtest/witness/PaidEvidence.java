package dev.seckill.loadtest.witness;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was found of a sale with holds when everything had come to rest.
 *
 * @param offered units on offer, all of which should be sold in the end
 * @param answers what buyers were told, in any order
 * @param rows the sale in the order book
 * @param fates what the order book says of its orders
 * @param events the sale's journal, in the order of its numbers
 * @param steps the same with what the rules of the sale go by
 * @param counter the sale in Redis
 * @param journal what came of the replay of the numbers and the stock
 * @param payments what the sale said to the payment of each order, and of which orders none was tried
 * @param webhooks what the shop was told of each order: numbers of events with their type, in the order of telling
 * @param incidents what went wrong on the way, such as a wait that ran out; each one fails the run
 */
public record PaidEvidence(
        long offered,
        List<ShopAnswer> answers,
        List<BookedOrder> rows,
        List<BookedFate> fates,
        List<JournalEvent> events,
        List<SaleStep> steps,
        CounterState counter,
        JournalVerdict journal,
        Map<String, Payment> payments,
        Map<String, Map<Long, String>> webhooks,
        List<String> incidents) {

    /** What came of paying for an order. */
    public enum Payment {
        /** Nobody tried. */
        NONE,
        /** The sale took it. */
        TAKEN,
        /** The sale said that it comes too late, so that it is given back. */
        LATE,
        /** Anything else. */
        ODD
    }

    /**
     * How far the order book says that an order got.
     *
     * @param state as it is stored
     * @param lastNo the number of the newest event about it
     */
    public record BookedFate(String orderId, String state, long lastNo) {}

    public PaidEvidence {
        answers = List.copyOf(answers);
        rows = List.copyOf(rows);
        fates = List.copyOf(fates);
        events = List.copyOf(events);
        steps = List.copyOf(steps);
        Objects.requireNonNull(counter, "counter");
        Objects.requireNonNull(journal, "journal");
        payments = Map.copyOf(payments);
        webhooks = Map.copyOf(webhooks);
        incidents = List.copyOf(incidents);
    }

    /** What buyers saw. */
    public List<Answer> seen() {
        return answers.stream().map(ShopAnswer::answer).toList();
    }
}
