package dev.seckill.loadtest.witness;

import java.util.List;
import java.util.Objects;

/**
 * What was found of a planned sale when everything had come to rest.
 *
 * @param answers what buyers were told, in any order
 * @param rows the sale in the order book
 * @param steps the sale's journal, in the order of its numbers
 * @param counter the sale in Redis
 * @param journal what came of the replay of the numbers and the stock
 * @param incidents what went wrong on the way, such as a wait that ran out; each one fails the run
 */
public record PlannedEvidence(
        List<ShopAnswer> answers,
        List<BookedOrder> rows,
        List<SaleStep> steps,
        CounterState counter,
        JournalVerdict journal,
        List<String> incidents) {

    /** Copies the lists. */
    public PlannedEvidence {
        answers = List.copyOf(answers);
        rows = List.copyOf(rows);
        steps = List.copyOf(steps);
        Objects.requireNonNull(counter, "counter");
        Objects.requireNonNull(journal, "journal");
        incidents = List.copyOf(incidents);
    }

    /** What buyers saw. */
    public List<Answer> seen() {
        return answers.stream().map(ShopAnswer::answer).toList();
    }
}
