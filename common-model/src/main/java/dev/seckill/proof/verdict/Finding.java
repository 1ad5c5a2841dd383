package dev.seckill.proof.verdict;

import java.util.List;
import java.util.Objects;

/**
 * How a shop broke its word to everybody, as the leaves of a sale show it.
 *
 * @param what in a sentence
 * @param papers what shows it to others, word for word
 */
public record Finding(Outcome outcome, String what, List<String> papers) {

    public Finding {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(what, "what");
        papers = List.copyOf(papers);
    }

    @Override
    public String toString() {
        return outcome + ": " + what;
    }
}
