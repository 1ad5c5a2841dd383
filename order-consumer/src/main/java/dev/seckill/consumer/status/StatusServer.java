package dev.seckill.consumer.status;

import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.log.SparseLine;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
public final class StatusServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

    /** Checks of the order book may wait for it; those that wait for their turn are refused past this number. */
    private static final int CHECKS_MAX = 16;

    private final ThreadPoolExecutor checks = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(CHECKS_MAX), StatusServer::daemon);
    private final Health health;
    private final ConsumerMetrics metrics;
    private final Runnable storeCheck;
    private final StatusPort port;

    private final SparseLine failed = new SparseLine();

    private StatusServer(HttpSettings settings, Health health, ConsumerMetrics metrics, Runnable storeCheck)
            throws IOException {
        this.health = Objects.requireNonNull(health, "health");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
        this.storeCheck = Objects.requireNonNull(storeCheck, "storeCheck");
        this.port = new StatusPort(settings, this::handle);
    }

    /**
     * Starts to serve.
     *
     * @param storeCheck throws if the order book is away
     * @throws CannotStartException if the port cannot be had
     */
    public static StatusServer start(
            HttpSettings settings, Health health, ConsumerMetrics metrics, Runnable storeCheck) {
        try {
            StatusServer status = new StatusServer(settings, health, metrics, storeCheck);
            status.port.start();
            LOG.info("status-server - listening (host={}, port={})", settings.host(), status.port());
            return status;
        } catch (IOException | RuntimeException e) {
            throw new CannotStartException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return port.port();
    }

    @Override
    public void close() {
        port.close();
        checks.shutdownNow();
    }

    /** Whatever may wait for the order book goes to a thread of its own. */
    private void handle(StatusConnection.Asked asked, Consumer<StatusReply> answer) {
        if (!asked.path().equals("/health/ready") || !readable(asked)) {
            answer.accept(guarded(() -> atOnce(asked)));
            return;
        }
        try {
            checks.execute(() ->
                    answer.accept(guarded(() -> StatusReply.verdict("ready", readyProblems(health, storeCheck)))));
        } catch (RejectedExecutionException full) {
            answer.accept(
                    StatusReply.verdict("ready", List.of("too many checks at once (waiting=" + CHECKS_MAX + ")")));
        }
    }

    private StatusReply atOnce(StatusConnection.Asked asked) {
        if (!readable(asked)) {
            return StatusReply.text(405, "GET and HEAD only");
        }
        return switch (asked.path()) {
            case "/health/live" -> StatusReply.verdict("live", health.liveProblems());
            case "/metrics" -> new StatusReply(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
            default -> StatusReply.text(404, "not found");
        };
    }

    private static boolean readable(StatusConnection.Asked asked) {
        return asked.method().equals("GET") || asked.method().equals("HEAD");
    }

    private StatusReply guarded(Supplier<StatusReply> route) {
        try {
            return route.get();
        } catch (RuntimeException e) {
            failed.say(times -> LOG.warn("status-server - routes failed (times={})", times, ShownFailure.of(e)));
            return StatusReply.text(500, "failed");
        }
    }

    private static List<String> readyProblems(Health health, Runnable storeCheck) {
        List<String> problems = health.readyProblems();
        if (!problems.isEmpty()) {
            return problems;
        }
        try {
            storeCheck.run();
            return List.of();
        } catch (RuntimeException away) {
            LOG.debug("status-server - order book is away", away);
            return List.of(away.getMessage());
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "status-check");
        thread.setDaemon(true);
        return thread;
    }
}
