package dev.seckill.consumer.http;

import dev.seckill.consumer.report.FiguresJson;
import dev.seckill.consumer.status.ReadMetrics;
import io.javalin.config.RoutesConfig;
import java.util.Objects;
import java.util.concurrent.Semaphore;

/** Figures for who looks at sales while they run, with a token. Without tokens there is no such route. */
public final class FiguresRoutes implements HttpRoutes {

    /** Each may wait for the order book; the instances of the API ask, and few others. */
    static final int AT_ONCE_MAX = 4;

    private final ReadSettings settings;
    private final FiguresJson figures;
    private final ReadGuard guard;
    private final Semaphore room = new Semaphore(AT_ONCE_MAX);

    public FiguresRoutes(ReadSettings settings, FiguresJson figures, ReadMetrics metrics) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.figures = Objects.requireNonNull(figures, "figures");
        this.guard = new ReadGuard(settings.tokens(), Objects.requireNonNull(metrics, "metrics"));
    }

    @Override
    public void addTo(RoutesConfig routes) {
        if (settings.isOn()) {
            HttpRoutes.page(
                    routes,
                    "/api/figures",
                    guard.around(room, ctx -> Reply.write(ctx, 200, Reply.JSON, figures.of(ReadQuery.sales(ctx)))));
        }
    }
}
