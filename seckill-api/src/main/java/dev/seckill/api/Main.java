package dev.seckill.api;

import dev.seckill.api.command.ApiCommand;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.StopFailedException;
import dev.seckill.api.http.Drain;
import dev.seckill.api.http.ListenFailure;
import dev.seckill.api.instance.ApiInstance;
import dev.seckill.api.orderlog.KafkaOrderLog;
import dev.seckill.api.orderlog.LogIndex;
import dev.seckill.api.outbox.OrderLog;
import dev.seckill.api.outbox.OutboxDelivery;
import dev.seckill.api.warmup.WarmUp;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.trace.Traces;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API: buyers → HTTP → decision queue → Redis → delivery → order log. An {@link ApiInstance} is that whole way, an
 * {@link OrderLog} its end; here they are started, warmed up, and closed on SIGTERM or SIGINT, the log last.
 */
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /**
     * Runs the command line; its exit code is 0 when all is well, 1 when it could not start or not stop in order, 2 for bad
     * settings, 70 when a thread died.
     */
    public static void main(String[] args) {
        System.exit(ApiCommand.run(args, Main::serve));
    }

    /** Runs the API until SIGTERM or SIGINT; everything queued is answered and everything decided is sent before. */
    private static int serve(ApiConfig config) {
        log.info("seckill-api - starting ({})", config);
        Thread.setDefaultUncaughtExceptionHandler(new FailFast());
        try (ShutdownSignal shutdown = new ShutdownSignal(config.drain())) {
            return shutdown.endsWith(serveUntil(shutdown, config));
        }
    }

    /** The same until the signal is given, whatever gives it; returns the exit code. */
    static int serveUntil(ShutdownSignal shutdown, ApiConfig config) {
        AtomicBoolean served = new AtomicBoolean();
        OutboxDelivery delivery;
        String instance = config.http().host() + ":" + config.http().port() + "/" + UUID.randomUUID();
        WarmUp warmUp = new WarmUp(config, shutdown::isAsked);
        try (Traces traces = traces(config);
                KafkaOrderLog orderLog = new KafkaOrderLog(config.kafka());
                LogIndex index = new LogIndex(config.kafka(), orderLog::awaitTopic)) {
            ApiInstance api = new ApiInstance(config, instance, orderLog, index, traces);
            delivery = api.serve(warmUp::isOver, ports -> {
                log.info(
                        "seckill-api - listening (host={}, port={}, adminHost={}, adminPort={}, instance={})",
                        config.http().host(),
                        ports.shop(),
                        config.admin().host(),
                        ports.admin(),
                        instance);
                served.set(true);
                warmUp.run();
                boolean wasReady = !shutdown.isAsked();
                shutdown.await();
                drain(api.drain(), wasReady ? config.drain() : Duration.ZERO);
                log.info("seckill-api - stopping");
            });
        } catch (StopFailedException e) {
            log.error(
                    "seckill-api - could not stop cleanly (reasons={})",
                    Stream.concat(Stream.of(e), Stream.of(e.getSuppressed()))
                            .map(Reason::of)
                            .toList());
            return 1;
        } catch (ListenFailure e) {
            log.error("seckill-api - could not start (reason={})", Reason.of(e));
            return 1;
        } catch (RuntimeException e) {
            log.error(
                    "seckill-api - could not {} ({})",
                    served.get() ? "stop cleanly" : "start",
                    config,
                    ShownFailure.of(e));
            return 1;
        }
        return isAllSent(delivery) ? 0 : 1;
    }

    private static Traces traces(ApiConfig config) {
        String version = Main.class.getPackage().getImplementationVersion();
        SparseLine refused = new SparseLine();
        return Traces.open(
                config.traces() == null ? null : config.traces().export(),
                "seckill-api",
                version == null ? "unknown" : version,
                (spans, reason) -> refused.say(times -> log.warn(
                        "traces - the collector did not take spans, they are lost (times={}, spans={}, reason={})",
                        times,
                        spans,
                        Reason.of(reason))));
    }

    /** Until a balancer has noticed, it sends buyers here. */
    private static void drain(Drain drain, Duration time) {
        drain.begin();
        if (!time.isZero()) {
            log.info("seckill-api - draining (drain={})", time);
            drain.last(time);
        }
    }

    private static boolean isAllSent(OutboxDelivery delivery) {
        if (delivery.unlogged() > 0) {
            log.error(
                    "seckill-api - stopped before the order log had acknowledged every order; they stay in the outbox until"
                            + " an instance delivers them (orders={})",
                    delivery.unlogged());
        }
        return delivery.unlogged() == 0;
    }
}
