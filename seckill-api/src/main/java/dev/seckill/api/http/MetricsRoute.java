package dev.seckill.api.http;

import dev.seckill.api.metrics.ApiMetrics;
import io.javalin.config.RoutesConfig;

/** What the instance counted, for operators only: it tells how a sale goes. */
public final class MetricsRoute implements HttpRoutes {

    private final ApiMetrics metrics;

    public MetricsRoute(ApiMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HealthRoutes.add(
                routes,
                "/metrics",
                ctx -> HealthRoutes.page(ctx, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
    }
}
