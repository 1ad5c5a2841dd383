package dev.seckill.api.recover;

import dev.seckill.model.ForeignText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code recover} found in an outbox. */
final class OutboxCount {

    private static final int TOLD_MAX = 3;

    private final List<String> told = new ArrayList<>();
    private long damaged;
    long orders;
    /** Those of them that the order log did not have when they were read. */
    long unlogged;

    void damaged(String field, String reason) {
        damaged++;
        if (told.size() < TOLD_MAX) {
            told.add(ForeignText.shown(field) + " (" + ForeignText.shown(reason) + ")");
        }
    }

    void tellDamaged(PrintStream out, String key) {
        if (damaged > 0) {
            out.printf(
                    Locale.ROOT,
                    "WARNING: %d entries of %s are no orders of this sale and do not count; somebody else wrote them. They"
                            + " stay there; HDEL removes them: %s%n",
                    damaged,
                    key,
                    String.join(", ", told));
        }
    }
}
