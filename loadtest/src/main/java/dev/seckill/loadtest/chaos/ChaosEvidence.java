package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.witness.Answer;
import dev.seckill.loadtest.witness.BookedOrder;
import dev.seckill.loadtest.witness.CounterState;
import dev.seckill.loadtest.witness.DueChange;
import dev.seckill.loadtest.witness.JournalVerdict;
import dev.seckill.loadtest.witness.SaleStep;
import java.util.List;
import java.util.Objects;

/**
 * What was found when everything had come to rest, from the beginning of the run on.
 *
 * @param offered units that were ever put on sale, by the run's own count
 * @param answers what buyers were told; the buyer of an answer is the key or the name of the purchase
 * @param open purchases without a key that had no clear reply
 * @param rows the sale in the order book
 * @param logged the sale in the order log, repeats included
 * @param counter the sale in Redis
 * @param journal what came of the replay of the sale's journal
 * @param steps the sale's journal, in the order of its numbers
 * @param restocks what the operator did to the stock, in this order; null if others did as well
 * @param held its orders, if it holds them until they are paid
 * @param odd what became of the messages that no API had sent
 * @param incidents what went wrong on the way, such as a wait that ran out; each one fails the run
 */
public record ChaosEvidence(
        long offered,
        List<Answer> answers,
        List<OpenQuestion> open,
        List<BookedOrder> rows,
        List<OrderInLog> logged,
        CounterState counter,
        JournalVerdict journal,
        List<SaleStep> steps,
        List<DueChange> restocks,
        HeldOrders held,
        Odd odd,
        List<String> incidents) {

    /** Copies the lists. */
    public ChaosEvidence {
        answers = List.copyOf(answers);
        open = List.copyOf(open);
        rows = List.copyOf(rows);
        logged = List.copyOf(logged);
        Objects.requireNonNull(counter, "counter");
        Objects.requireNonNull(journal, "journal");
        steps = List.copyOf(steps);
        restocks = restocks == null ? null : List.copyOf(restocks);
        Objects.requireNonNull(held, "held");
        Objects.requireNonNull(odd, "odd");
        incidents = List.copyOf(incidents);
    }

    /**
     * What became of odd messages.
     *
     * @param toBeParked keys of those that must be parked
     * @param parked keys of those that are, repeats included
     * @param toBeStored ids of the orders of the foreign sale that must be stored
     * @param stored ids of those that are
     */
    public record Odd(List<String> toBeParked, List<String> parked, List<String> toBeStored, List<String> stored) {

        /** There were none. */
        static final Odd NONE = new Odd(List.of(), List.of(), List.of(), List.of());

        /** Copies the lists. */
        public Odd {
            toBeParked = List.copyOf(toBeParked);
            parked = List.copyOf(parked);
            toBeStored = List.copyOf(toBeStored);
            stored = List.copyOf(stored);
        }
    }
}
