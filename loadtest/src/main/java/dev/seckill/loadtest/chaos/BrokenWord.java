package dev.seckill.loadtest.chaos;

import dev.seckill.loadtest.proof.StandAloneVerifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the receipts of a sale show of a lie: of certain orders that the shop broke its word, of all others that it kept it. */
final class BrokenWord {

    /** Something else has the order's number. */
    static final String OTHER_LEAF = "BROKEN-1";

    /** The sale is over, and nothing has the order's number. */
    static final String PAST_THE_END = "BROKEN-2";

    private static final String PROVEN = "PROVEN";

    private final SortedMap<Long, String> words = new TreeMap<>();

    /**
     * As the verifier sees it.
     *
     * @param receipts each under the number that it promises
     * @param verdicts what was said of each
     */
    BrokenWord(SortedMap<Long, Path> receipts, Map<Path, String> verdicts) {
        receipts.forEach(
                (no, file) -> words.put(no, StandAloneVerifier.word(verdicts.getOrDefault(file, "no verdict"))));
    }

    /**
     * What is otherwise than it must be.
     *
     * @param broken what must be said of these receipts, by their numbers; all others must be proven
     */
    List<String> otherwise(Map<Long, String> broken) {
        List<String> otherwise = new ArrayList<>();
        words.forEach((no, word) -> {
            String due = broken.getOrDefault(no, PROVEN);
            if (!word.equals(due)) {
                otherwise.add("the receipt of event " + no + " is " + word + " and not " + due);
            }
        });
        return otherwise;
    }

    /** Such as {@code event 6 BROKEN-1, 11 of 12 PROVEN}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        words.forEach((no, word) -> {
            if (!word.equals(PROVEN)) {
                text.append("event ").append(no).append(' ').append(word).append(", ");
            }
        });
        long proven = words.values().stream().filter(PROVEN::equals).count();
        return text.append(proven)
                .append(" of ")
                .append(words.size())
                .append(" PROVEN")
                .toString();
    }
}
