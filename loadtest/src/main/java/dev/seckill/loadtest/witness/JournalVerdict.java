package dev.seckill.loadtest.witness;

import java.util.List;
import java.util.Locale;

/**
 * What came of the replay of a sale's journal.
 *
 * @param kept whether the order book has a journal at all; that of an older version has none
 * @param events entries in the order book
 * @param missing numbers given so far that have no event and were not given up
 * @param left units left after the last one
 * @param findings what is wrong with it; empty when all adds up
 */
public record JournalVerdict(boolean kept, long events, long missing, long left, List<String> findings) {

    /** The order book is of a version that kept no journal. */
    public static final JournalVerdict NONE = new JournalVerdict(false, 0, 0, 0, List.of());

    /** Copies the list. */
    public JournalVerdict {
        findings = List.copyOf(findings);
    }

    /** A line of a report, with its line break. */
    public String line() {
        if (!kept) {
            return "  journal          none   the order book is of a version that kept no journal\n";
        }
        return String.format(
                Locale.ROOT,
                "  journal     %,9d   events, replays to %,d left: %s\n",
                events,
                left,
                findings.isEmpty() ? "adds up" : "does not add up");
    }
}
