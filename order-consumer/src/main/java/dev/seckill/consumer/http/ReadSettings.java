package dev.seckill.consumer.http;

import dev.seckill.consumer.report.ReportBound;
import dev.seckill.consumer.store.ReadPoolSettings;
import dev.seckill.model.settings.NamedTokens;
import java.time.Duration;
import java.util.Objects;

/**
 * Who may read the order book over HTTP, and how much at once.
 *
 * @param tokens none: nobody, and there are no routes for it
 * @param readsMax reads at once, those that wait for a connection included
 * @param exportsMax downloads of all orders at once, and reports
 * @param exportTimeout longest time of one download
 * @param auditTimeout longest time of one audit, of which there is one at a time, and of one report
 * @param auditOrdersMax most orders of a sale that is audited, or whose journal a report replays
 */
public record ReadSettings(
        NamedTokens tokens,
        ReadPoolSettings pool,
        int readsMax,
        int exportsMax,
        Duration exportTimeout,
        Duration auditTimeout,
        int auditOrdersMax) {

    public ReadSettings {
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(exportTimeout, "exportTimeout");
        Objects.requireNonNull(auditTimeout, "auditTimeout");
    }

    /** Whether anybody may read. */
    public boolean isOn() {
        return !tokens.isEmpty();
    }

    /** An audit costs what the replay in a report does, and who asks waits for both as long. */
    ReportBound reportBound() {
        return new ReportBound(auditTimeout, auditOrdersMax);
    }

    /** How many threads of the server reads may take. */
    public int threads() {
        return isOn()
                ? readsMax
                        + exportsMax
                        + FiguresRoutes.AT_ONCE_MAX
                        + AuditRoutes.AT_ONCE_MAX
                        + 2 * SaleProofRoutes.AT_ONCE_MAX
                : 0;
    }
}
