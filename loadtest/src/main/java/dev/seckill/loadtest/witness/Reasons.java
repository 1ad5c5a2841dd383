package dev.seckill.loadtest.witness;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Why a run failed, a line for each reason; of what is many, only a few examples. Not thread-safe. */
public final class Reasons {

    static final int EXAMPLES_MAX = 3;

    private final List<String> lines = new ArrayList<>();

    /** None so far. */
    public Reasons() {}

    /** One more. */
    public void add(String reason) {
        lines.add(reason);
    }

    /** All of these. */
    public void addAll(Collection<String> reasons) {
        lines.addAll(reasons);
    }

    /** One more if there is anything: what it is, how many, and examples. */
    public void addIfAny(List<?> found, String what) {
        if (!found.isEmpty()) {
            String more = found.size() > EXAMPLES_MAX ? ", …)" : ")";
            lines.add(found.stream()
                    .limit(EXAMPLES_MAX)
                    .map(Object::toString)
                    .collect(joining(", ", what + ": " + found.size() + " (", more)));
        }
    }

    /** All reasons, in the order in which they were added. */
    public List<String> lines() {
        return List.copyOf(lines);
    }
}
