package dev.seckill.api;

import dev.seckill.api.command.ApiCommand;
import dev.seckill.api.config.ApiConfig;
import dev.seckill.api.decide.DecisionQueue;
import dev.seckill.api.decide.StopFailedException;
import dev.seckill.api.http.HealthRoutes;
import dev.seckill.api.http.HttpServer;
import dev.seckill.api.http.ListenFailure;
import dev.seckill.api.http.MetricsRoute;
import dev.seckill.api.http.PurchaseRoutes;
import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.orderlog.KafkaOrderLog;
import dev.seckill.api.orderlog.LogIndex;
import dev.seckill.api.outbox.OrderLog;
import dev.seckill.api.outbox.OutboxDelivery;
import dev.seckill.api.outbox.Relay;
import dev.seckill.api.redis.RedisOutbox;
import dev.seckill.api.redis.RedisStockCounter;
import dev.seckill.api.redis.StoreRisks;
import dev.seckill.api.sale.LoggedSeq;
import dev.seckill.api.warmup.WarmUp;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API: buyers → HTTP → decision queue → Redis → delivery → order log. Everything is built here, in the order in
 * which it depends on each other, and closed in the reverse one: first HTTP, so that nothing new comes in, last the log.
 */
public final class Main {

    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /**
     * Runs the command line; its exit code is 0 when all is well, 1 when it could not start or not stop in order, 2 for bad
     * settings, 70 when a thread died.
     */
    public static void main(String[] args) {
        System.exit(ApiCommand.run(args));
    }

    /** Runs the API until SIGTERM or SIGINT; everything queued is answered and everything decided is sent before. */
    public static int serve(ApiConfig config) {
        log.info("seckill-api - starting ({})", config);
        Thread.setDefaultUncaughtExceptionHandler(new FailFast());
        try (ShutdownSignal shutdown = new ShutdownSignal()) {
            return shutdown.endsWith(serveUntil(shutdown, config));
        }
    }

    private static int serveUntil(ShutdownSignal shutdown, ApiConfig config) {
        AtomicBoolean served = new AtomicBoolean();
        OutboxDelivery delivery;
        String instance = config.http().host() + ":" + config.http().port() + "/" + UUID.randomUUID();
        WarmUp warmUp = new WarmUp(config, shutdown::isAsked);
        LoggedSeq loggedSeq = new LogIndex(config.sale(), config.kafka());
        try (KafkaOrderLog orderLog = new KafkaOrderLog(config.kafka())) {
            delivery = serve(config, new StoreRisks(), instance, orderLog, loggedSeq, warmUp::isOver, ports -> {
                log.info(
                        "seckill-api - listening (host={}, port={}, adminHost={}, adminPort={}, instance={})",
                        config.http().host(),
                        ports.shop(),
                        config.admin().host(),
                        ports.admin(),
                        instance);
                served.set(true);
                warmUp.run();
                shutdown.await();
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

    private static boolean isAllSent(OutboxDelivery delivery) {
        if (delivery.unlogged() > 0) {
            log.error(
                    "seckill-api - stopped before the order log had acknowledged every order; they stay in the outbox until"
                            + " an instance delivers them (orders={})",
                    delivery.unlogged());
        }
        return delivery.unlogged() == 0;
    }

    /** Where it listens: for buyers, and for operators. */
    public record Ports(int shop, int admin) {}

    /**
     * Serves a sale while something else goes on; then everything queued is answered and everything decided is sent.
     *
     * @param risks hears how Redis may lose things
     * @param instance a name that no other instance has
     * @param orderLog where decided orders go; stays open
     * @param loggedSeq what that log knows of the sale
     * @param warm whether it may call itself ready
     * @param meanwhile gets the ports; serving ends when it returns
     * @return knows what the log has acknowledged, also after this
     * @throws StopFailedException if buyers were cut off
     */
    public static OutboxDelivery serve(
            ApiConfig config,
            StoreRisks risks,
            String instance,
            OrderLog orderLog,
            LoggedSeq loggedSeq,
            BooleanSupplier warm,
            Consumer<Ports> meanwhile) {
        Clock clock = Clock.systemUTC();
        try (ApiMetrics metrics = new ApiMetrics();
                OutboxDelivery delivery = new OutboxDelivery(orderLog, config.delivery());
                Relay relay = new Relay(
                        new RedisOutbox(config.sale(), config.redis(), instance), delivery, config.relay(), clock);
                DecisionQueue queue = new DecisionQueue(
                        new RedisStockCounter(config.sale(), config.redis(), config.counter(), loggedSeq, clock, risks),
                        delivery,
                        config.decisions(),
                        metrics);
                HttpServer admin = new HttpServer(
                        ListenFailure.Server.ADMIN,
                        config.admin().http(config.http()),
                        new HealthRoutes(queue, delivery, risks, warm),
                        new MetricsRoute(metrics));
                HttpServer shop = new HttpServer(
                        config.http(),
                        new PurchaseRoutes(queue::submit, config.http(), metrics),
                        new HealthRoutes(queue, delivery, risks, warm))) {
            metrics.watch(queue, delivery, risks);
            meanwhile.accept(new Ports(shop.port(), admin.port()));
            return delivery;
        }
    }
}
