package dev.seckill.loadtest.witness;

import java.util.List;
import java.util.Objects;

/**
 * What was found when everything had come to rest.
 *
 * @param answers what buyers were told, in any order
 * @param rows the order book's rows of this run, that is those past the place where it began, in any order
 * @param counter the counter after the run
 * @param journal what came of the replay of the sale's journal
 * @param incidents what went wrong on the way, such as a wait that ran out; each one fails the run
 */
public record Evidence(
        List<Answer> answers,
        List<BookedOrder> rows,
        CounterState counter,
        JournalVerdict journal,
        List<String> incidents) {

    public Evidence {
        answers = List.copyOf(answers);
        rows = List.copyOf(rows);
        Objects.requireNonNull(counter, "counter");
        Objects.requireNonNull(journal, "journal");
        incidents = List.copyOf(incidents);
    }
}
