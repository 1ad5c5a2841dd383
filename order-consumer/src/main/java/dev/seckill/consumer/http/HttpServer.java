package dev.seckill.consumer.http;

import dev.seckill.consumer.http.jetty.BoundedConnector;
import dev.seckill.consumer.http.jetty.OneRequest;
import dev.seckill.consumer.status.ProgramMetrics;
import dev.seckill.model.ForeignText;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.log.SparseLine;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server with its routes. A request may wait in its route; closing the server cuts off what is under way. */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** For accepting, selecting, checks, and pages that are made at once; routes that wait need threads of their own. */
    private static final int THREADS = 8 + StatusRoutes.CHECKS_MAX;

    private static final int THREADS_MIN = 4;

    private final Javalin javalin;
    /** Its connector; there once it has started. */
    private BoundedConnector connector;

    private HttpServer(HttpSettings settings, ServerSocketChannel listening, int waiting, HttpRoutes... routes) {
        javalin = Javalin.create(config -> {
            configure(config, settings, listening);
            QueuedThreadPool threads = new QueuedThreadPool(THREADS + waiting, THREADS_MIN);
            threads.setName("http");
            threads.setDaemon(true);
            config.jetty.threadPool = threads;
            for (HttpRoutes group : routes) {
                group.addTo(config.routes);
            }
            addErrors(config);
        });
        javalin.start();
    }

    /**
     * Starts to serve.
     *
     * @param waiting how many requests wait in their routes at most, checks left aside
     * @param routes what they use must stay open until this is closed
     * @throws CannotStartException if the port cannot be had
     */
    public static HttpServer start(HttpSettings settings, int waiting, HttpRoutes... routes) {
        try {
            HttpServer server = start(ListenSocket.open(settings), settings, waiting, routes);
            LOG.info("http-server - listening (host={}, port={})", settings.host(), server.port());
            return server;
        } catch (IOException | RuntimeException e) {
            throw new CannotStartException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
        }
    }

    private static HttpServer start(
            ServerSocketChannel listening, HttpSettings settings, int waiting, HttpRoutes... routes)
            throws IOException {
        try {
            return new HttpServer(settings, listening, waiting, routes);
        } catch (RuntimeException e) {
            listening.close();
            throw e;
        }
    }

    private void configure(JavalinConfig config, HttpSettings settings, ServerSocketChannel listening) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.addConnector((server, http) -> {
            http.setRequestHeaderSize(settings.headMax());
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
            http.setHeaderCacheSize(0); // no second request comes over a connection
            connector = new BoundedConnector(
                    server,
                    http,
                    listening,
                    settings.connectionsMax(),
                    settings.headMax(),
                    settings.headWait(),
                    settings.tls());
            return connector;
        });
        ServerErrors errors = new ServerErrors();
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(errors);
            server.insertHandler(new OneRequest());
        });
    }

    private static void addErrors(JavalinConfig config) {
        SparseLine failed = new SparseLine();
        config.routes.exception(Problem.class, Problem::answer);
        config.routes.exception(HttpResponseException.class, (e, ctx) -> {
            String methods = e.getDetails().get("availableMethods");
            if (e.getStatus() == HttpStatus.METHOD_NOT_ALLOWED.getCode() && methods != null) {
                ctx.header("Allow", methods);
            }
            new Problem(HttpStatus.forStatus(e.getStatus()), e.getMessage()).answer(ctx);
        });
        config.routes.exception(Exception.class, (e, ctx) -> {
            failed.say(times -> LOG.warn(
                    "http-server - requests failed unexpectedly (times={}, path={})",
                    times,
                    ForeignText.shown(ctx.path()),
                    ShownFailure.of(e)));
            new Problem(HttpStatus.INTERNAL_SERVER_ERROR, "The request could not be served.").answer(ctx);
        });
    }

    /** Shows its connections. */
    public void tell(ProgramMetrics metrics) {
        metrics.server(
                connector::connections,
                Map.of("connections_max", connector::refusedAtMax, "head_wait", connector::endedLate));
        metrics.certificate(connector::certificateExpires);
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("http-server - not closed cleanly (reason={})", Reason.of(e));
        }
    }
}
