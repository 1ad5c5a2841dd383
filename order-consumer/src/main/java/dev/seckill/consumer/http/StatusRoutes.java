package dev.seckill.consumer.http;

import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.status.Health;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
public final class StatusRoutes implements HttpRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(StatusRoutes.class);

    /** Checks may wait for the order book, each in a thread of the server; past this number they are refused. */
    static final int CHECKS_MAX = 4;

    private final Semaphore checks = new Semaphore(CHECKS_MAX);
    private final Health health;
    private final ConsumerMetrics metrics;
    private final Runnable storeCheck;

    /** @param storeCheck throws if the order book is away */
    public StatusRoutes(Health health, ConsumerMetrics metrics, Runnable storeCheck) {
        this.health = Objects.requireNonNull(health, "health");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.storeCheck = Objects.requireNonNull(storeCheck, "storeCheck");
    }

    @Override
    public void addTo(RoutesConfig routes) {
        HttpRoutes.page(routes, "/health/live", ctx -> answer(ctx, Verdict.of("live", health.liveProblems())));
        HttpRoutes.page(routes, "/health/ready", this::ready);
        HttpRoutes.page(
                routes,
                "/metrics",
                ctx -> Reply.write(ctx, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape()));
    }

    private void ready(Context ctx) {
        if (!checks.tryAcquire()) {
            answer(ctx, Verdict.of("ready", List.of("too many checks at once (waiting=" + CHECKS_MAX + ")")));
            return;
        }
        try {
            answer(ctx, Verdict.of("ready", readyProblems()));
        } finally {
            checks.release();
        }
    }

    private static void answer(Context ctx, Verdict verdict) {
        Reply.write(ctx, verdict.status(), Reply.JSON, verdict.body());
    }

    private List<String> readyProblems() {
        List<String> problems = health.readyProblems();
        if (!problems.isEmpty()) {
            return problems;
        }
        try {
            storeCheck.run();
            return List.of();
        } catch (RuntimeException away) {
            LOG.debug("status-routes - order book is away", away);
            return List.of(away.getMessage());
        }
    }
}
