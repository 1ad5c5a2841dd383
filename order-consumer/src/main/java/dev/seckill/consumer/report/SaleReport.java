package dev.seckill.consumer.report;

import dev.seckill.consumer.audit.JournalCheck;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Figures of a sale, all of one moment, as the book knows them.
 *
 * @param rules what its operator wants of it, as the journal says; null if nobody has defined it
 * @param orders orders and their units by state
 * @param events entries of the journal by kind; those of RELEASED by their reason
 * @param last the newest entry of the journal; null if it has none
 * @param curve how it sold, in steps of time
 * @param toRow how long orders took from the decision to their row
 * @param buyers who has how many
 * @param check what a replay of the journal comes to; null if it was not replayed
 * @param unchecked why not, behind "the sale"; null if it was
 */
record SaleReport(
        String sale,
        Rules rules,
        Map<String, Tally> orders,
        Map<String, Long> events,
        EventView last,
        Curve curve,
        Percentiles toRow,
        Buyers buyers,
        JournalCheck check,
        String unchecked) {

    /**
     * What its operator wants of a sale.
     *
     * @param definition a JSON object
     * @param state as it is on the wire
     */
    record Rules(String definition, String state) {}

    /** How many orders there are, and how many units they have. */
    record Tally(long orders, long units) {

        static final Tally NONE = new Tally(0, 0);

        Tally plus(Tally other) {
            return new Tally(orders + other.orders, units + other.units);
        }
    }

    /**
     * How a sale sold.
     *
     * @param stepSeconds one, or as many as it takes to have few steps
     * @param steps those in which something was sold
     */
    record Curve(long stepSeconds, List<Step> steps) {}

    /** What was accepted from this moment on until the next step. */
    record Step(Instant at, Tally accepted) {}

    /** In milliseconds, by two clocks; nothing if there is nothing to measure. */
    record Percentiles(long count, Map<String, Long> millis) {}

    /**
     * Who has units now.
     *
     * @param count how many buyers
     * @param most those with the most units
     */
    record Buyers(long count, List<Buyer> most) {}

    /** @param name id or hash */
    record Buyer(String name, Tally has) {}

    /** All orders, whatever became of them. */
    Tally accepted() {
        return orders.values().stream().reduce(Tally.NONE, Tally::plus);
    }

    Tally of(String state) {
        return orders.getOrDefault(state, Tally.NONE);
    }

    long count(String event) {
        return events.getOrDefault(event, 0L);
    }
}
