package dev.seckill.api.http;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.StopFailedException;
import dev.seckill.api.http.jetty.GateFigures;
import dev.seckill.api.http.jetty.InlinePosts;
import dev.seckill.api.http.jetty.LastReplies;
import dev.seckill.api.http.jetty.ResumingConnector;
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
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server with its routes; closing it answers what is under way, ends what is streamed
 * and takes nothing new. A route for a POST must
 * not block, see {@link InlinePosts}. Public because the benchmarks compare this server
 * with and without decisions behind it.
 */
public final class HttpServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HttpServer.class);
    private static final int THREADS_MIN = 8;
    private static final Duration IDLE_MIN = Duration.ofSeconds(30);
    private static final Duration IDLE_MARGIN = Duration.ofSeconds(10);

    private final Javalin javalin;
    private final List<HttpRoutes> routes;
    private final GateFigures gate = new GateFigures();

    /**
     * Listens for buyers; what the routes use must stay open until this is closed.
     *
     * @throws ListenFailure if it cannot
     */
    public HttpServer(ApiConfig.Http settings, HttpRoutes... routes) {
        this(new ListenSocket(ListenFailure.Server.SHOP, settings), settings, new Drain(), routes);
    }

    /**
     * Accepts where a port was taken before.
     *
     * @param socket the port, which is given back when this is closed
     * @param drain once it has begun, each reply is the last of its connection
     */
    public HttpServer(ListenSocket socket, ApiConfig.Http settings, Drain drain, HttpRoutes... routes) {
        this.routes = List.of(routes);
        this.javalin = Javalin.create(config -> {
            configure(config, settings, socket, drain, gate);
            config.jetty.threadPool = new ResumingConnector.Threads(settings.threads(), THREADS_MIN);
            for (HttpRoutes group : routes) {
                group.addTo(config.routes);
            }
            addErrors(config);
        });
        javalin.start();
    }

    private static void configure(
            JavalinConfig config, ApiConfig.Http settings, ListenSocket socket, Drain drain, GateFigures gate) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        // A path that is not in the contract is none: whoever closes /seckill in a proxy must not forget /seckill/.
        config.router.ignoreTrailingSlashes = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.addConnector((server, http) -> {
            ResumingConnector connector =
                    new ResumingConnector(server, http, settings.gate(), settings.tls(), socket.channel(), gate);
            connector.setIdleTimeout(idleMillis(settings.answerWait()));
            return connector;
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setRequestHeaderSize(settings.gate().headMax());
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
            // A longer reply is written at once, and that waits for a client who does not read.
            http.setOutputAggregationSize(http.getOutputBufferSize());
            // Jetty would keep 98 KiB of seen headers for each connection, 200 MB for 2000 buyers.
            http.setHeaderCacheSize(0);
        });
        ServerErrors errors = new ServerErrors();
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(errors);
            server.insertHandler(new InlinePosts());
            server.insertHandler(new LastReplies(drain::isBegun));
            // Without it a stop would cut off the requests that wait for a thread or for their decision.
            server.insertHandler(new GracefulHandler());
            server.setStopTimeout(settings.stopWait().toMillis());
        });
    }

    /** Longer than a silent buyer may take and than one may wait, so that both read the reply which says so. */
    private static long idleMillis(Duration answerWait) {
        Duration longer = answerWait.plus(IDLE_MARGIN);
        return Math.max(IDLE_MIN.toMillis(), longer.toMillis());
    }

    private static void addErrors(JavalinConfig config) {
        SparseLine failed = new SparseLine();
        config.routes.exception(HttpResponseException.class, (e, ctx) -> {
            String methods = e.getDetails().get("availableMethods");
            if (e.getStatus() == HttpStatus.METHOD_NOT_ALLOWED.getCode() && methods != null) {
                ctx.header("Allow", methods);
            }
            new ProblemReply(HttpStatus.forStatus(e.getStatus()), e.getMessage()).answer(ctx);
        });
        config.routes.exception(InvalidRequest.class, (e, ctx) -> e.reply().answer(ctx));
        config.routes.exception(Unauthorized.class, Unauthorized::answer);
        config.routes.exception(
                NoRoom.class,
                (e, ctx) -> ProblemType.OVERLOADED.reply(e.getMessage()).answer(ctx));
        config.routes.exception(NotAdmitted.class, (e, ctx) -> RefusedReply.answer(ctx, e.verdict()));
        config.routes.exception(Exception.class, (e, ctx) -> {
            failed.say(times -> log.error(
                    "http - requests failed unexpectedly (times={}, method={}, path={}{})",
                    times,
                    ForeignText.shown(String.valueOf(ctx.method())),
                    ForeignText.shown(ctx.path()),
                    TracedDecisions.shown(ctx.req()),
                    ShownFailure.of(e)));
            new ProblemReply(HttpStatus.INTERNAL_SERVER_ERROR, "The request could not be served.").answer(ctx);
        });
    }

    /** What its connections are like. */
    public GateFigures gate() {
        return gate;
    }

    /** The port that it listens on. */
    public int port() {
        return javalin.port();
    }

    /**
     * Waits for requests under way, at most the stop wait.
     *
     * @throws StopFailedException if some were not answered by then, and were cut off
     */
    @Override
    public void close() {
        routes.forEach(HttpRoutes::stop);
        try {
            javalin.stop();
        } catch (JavalinException e) {
            throw new StopFailedException("http - requests were cut off at the stop: " + Reason.of(e), e);
        }
    }
}
