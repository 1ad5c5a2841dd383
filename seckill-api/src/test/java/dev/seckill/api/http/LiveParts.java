package dev.seckill.api.http;

import dev.seckill.api.config.LiveSettings;
import dev.seckill.api.decide.Decisions;
import dev.seckill.api.live.CountedSales;
import dev.seckill.api.live.FakeSharedFigures;
import dev.seckill.api.live.InstanceFigures;
import dev.seckill.api.live.LiveFigures;
import dev.seckill.api.metrics.RequestCounts;
import java.time.Duration;
import java.util.List;

/** Live figures for servers of tests. */
final class LiveParts {

    static final LiveSettings SETTINGS =
            new LiveSettings(Duration.ofMillis(50), 20, 20, 3, Duration.ofMillis(500), Duration.ofMillis(100));

    private LiveParts() {}

    /** Counts, for routes that need nothing else. */
    static CountedSales counted(RequestCounts all) {
        return new CountedSales(all, "one", sale -> true);
    }

    static LiveFigures figures(
            LiveSettings settings, FakeSharedFigures shared, String instance, RequestCounts all, Decisions decisions) {
        return new LiveFigures(
                settings,
                instance,
                shared,
                all,
                sale -> decisions.view(sale).left() != null,
                () -> new InstanceFigures(
                        FakeSharedFigures.START,
                        FakeSharedFigures.START,
                        List.of(),
                        decisions.waiting(),
                        0,
                        decisions.sales()));
    }
}
