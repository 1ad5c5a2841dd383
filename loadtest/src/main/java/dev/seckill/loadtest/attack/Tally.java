package dev.seckill.loadtest.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of the requests of one assault. Thread-safe. */
final class Tally {

    /** The connection ended without a reply, which is a refusal too. */
    static final String CLOSED = "closed";

    /** Neither a reply nor an end within the patience. */
    static final String HUNG = "hung";

    private static final int COMPLAINTS_MAX = 20;

    private final Map<String, Long> outcomes = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();
    private long more;

    synchronized void count(String outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
    }

    void count(int status) {
        count(Integer.toString(status));
    }

    /** Something that no attack may achieve; of many only the first ones are kept. */
    synchronized void complain(String complaint) {
        if (complaints.size() < COMPLAINTS_MAX) {
            complaints.add(complaint);
        } else {
            more++;
        }
    }

    /** How many of each outcome, by status or word. */
    synchronized Map<String, Long> outcomes() {
        return new TreeMap<>(outcomes);
    }

    /** Everything that was complained of; how many more there were. */
    synchronized List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        if (more > 0) {
            all.add("and " + more + " more");
        }
        return all;
    }
}
