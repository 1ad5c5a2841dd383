package dev.seckill.api.recover;

import dev.seckill.model.ForeignText;
import java.util.ArrayList;
import java.util.List;

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

    /** @param key the outbox's key */
    RecoveryReport.Damaged damaged(String key) {
        return new RecoveryReport.Damaged(damaged, key, List.copyOf(told));
    }
}
