package dev.seckill.consumer;

import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.certify.Certification;
import dev.seckill.consumer.certify.CertifySettings;
import dev.seckill.consumer.certify.PublicFiles;
import dev.seckill.consumer.command.Commands;
import dev.seckill.consumer.command.ConsumerConfig;
import dev.seckill.consumer.http.HttpServer;
import dev.seckill.consumer.http.ProofRoutes;
import dev.seckill.consumer.http.StatusRoutes;
import dev.seckill.consumer.loop.Backoff;
import dev.seckill.consumer.loop.HeldBatches;
import dev.seckill.consumer.loop.IntakeThreads;
import dev.seckill.consumer.loop.LogIdWatch;
import dev.seckill.consumer.loop.OrderIntake;
import dev.seckill.consumer.loop.OrderLogConsumer;
import dev.seckill.consumer.loop.OrderLoop;
import dev.seckill.consumer.loop.Outage;
import dev.seckill.consumer.notify.Notifier;
import dev.seckill.consumer.parking.KafkaParkingLot;
import dev.seckill.consumer.parking.ParkedCount;
import dev.seckill.consumer.start.RetentionCheck;
import dev.seckill.consumer.start.Shutdown;
import dev.seckill.consumer.start.StartWait;
import dev.seckill.consumer.status.BackendWatch;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.status.Health;
import dev.seckill.consumer.status.Health.HealthLimits;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.MySqlPool;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.consumer.store.OrderBookSchema;
import dev.seckill.consumer.store.OrderStore;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.trace.TraceExport;
import dev.seckill.model.trace.Traces;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the program. The loop runs on the main thread; what is opened last is closed first. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Exit code 0: stopped as asked; 1: failed; 2: bad settings. */
    public static void main(String[] arguments) {
        Shutdown shutdown = new Shutdown();
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        int exitCode = Commands.run(arguments, System.getenv(), out, config -> consume(config, shutdown));
        shutdown.finish(exitCode);
        System.exit(exitCode);
    }

    /** Moves orders until a stop is asked for. */
    static void consume(ConsumerConfig config, Shutdown shutdown) {
        LOG.info("order-consumer - starting (version={}, config={})", Commands.version(), config);
        Health health = health(config);
        shutdown.listen(config.drain(), health::stopping, config.shutdownWait());
        StartWait start = new StartWait(outage(config), shutdown, health);
        Notifier.prepare();
        try (Traces traces = traces(config);
                ConsumerMetrics metrics = new ConsumerMetrics();
                HikariDataSource pool = MySqlPool.open(config.mysql());
                HikariDataSource reads = config.reads().isOn()
                        ? MySqlPool.openForReads(config.mysql(), config.reads().pool())
                        : null;
                ParkedCount parked = new ParkedCount(config.parking(), System::nanoTime)) {
            OrderStore store = new MySqlOrderStore(pool);
            try (BackendWatch backends = new BackendWatch(store::check, parked::now);
                    HttpServer http = HttpServer.start(
                            config.http(),
                            config.reads().threads() + (config.certify() == null ? 0 : ProofRoutes.AT_ONCE_MAX),
                            new StatusRoutes(health, metrics, store::check),
                            config.certify() == null
                                    ? routes -> {}
                                    : new ProofRoutes(
                                            new PublicFiles(config.certify().proofs())),
                            reads == null ? routes -> {} : new BookPages(config, reads, metrics, health, parked))) {
                metrics.program().version(Commands.version());
                metrics.program().backends(health, backends::isStoreUp);
                metrics.program().parked(backends::parked);
                metrics.program().trust("mysql", config.mysql().trustExpires());
                metrics.program().trust("cosigners", trustExpires(config.certify()));
                metrics.program().trust("collector", trustExpires(config.traces()));
                metrics.program().traces(traces.counts());
                http.tell(metrics.program());
                if (!start.until(config.kafka().connection()::requireAddress)) {
                    return;
                }
                try (KafkaParkingLot parking = new KafkaParkingLot(config.parking());
                        IntakeThreads intakeThreads =
                                new IntakeThreads(config.mysql().insertsAtOnce());
                        LogIdWatch logId = new LogIdWatch(config.kafka());
                        OrderLoop loop = new OrderLoop(
                                OrderLogConsumer.open(config.kafka(), metrics),
                                new HeldBatches(
                                        new OrderIntake(store, parking, metrics, traces),
                                        intakeThreads,
                                        config.mysql().insertsAtOnce() + 1,
                                        System::nanoTime),
                                outage(config),
                                health,
                                metrics,
                                config.loop(),
                                logId::id)) {
                    shutdown.onAsked(loop::stop);
                    if (start.until(() -> migrate(config.mysql(), health))
                            && start.until(loop::requireTopic)
                            && start.until(logId::begin)) {
                        RetentionCheck.warn(config.kafka());
                        try (Notifier notifier = Notifier.start(config.webhooks(), metrics, logId::id, traces);
                                Certification certification = Certification.start(
                                        config.certify(),
                                        config.mysql(),
                                        metrics.proofs(),
                                        metrics.cosigners(),
                                        metrics::lagRecords)) {
                            if (notifier != null) {
                                health.watch(notifier::liveProblems);
                            }
                            LOG.info("order-consumer - ready (port={})", http.port());
                            loop.run();
                        }
                    }
                }
            }
        }
        LOG.info("order-consumer - stopped");
    }

    private static Instant trustExpires(CertifySettings certify) {
        return certify == null || certify.cosigners().tls() == null
                ? null
                : certify.cosigners().tls().expires();
    }

    private static Instant trustExpires(TraceExport traces) {
        return traces == null || traces.tls() == null ? null : traces.tls().expires();
    }

    private static Traces traces(ConsumerConfig config) {
        SparseLine refused = new SparseLine();
        return Traces.open(
                config.traces(),
                "order-consumer",
                Commands.version(),
                (spans, reason) -> refused.say(times -> LOG.warn(
                        "traces - the collector did not take spans, they are lost (times={}, spans={}, reason={})",
                        times,
                        spans,
                        Reason.of(reason))));
    }

    private static Health health(ConsumerConfig config) {
        return new Health(new HealthLimits(config.stalledAfter(), config.kafka().sessionTimeout()), System::nanoTime);
    }

    private static Outage outage(ConsumerConfig config) {
        return new Outage(
                new Backoff(config.retryMin(), config.retryMax(), ThreadLocalRandom.current()), System::nanoTime);
    }

    private static void migrate(MySqlSettings mysql, Health health) {
        health.silentFor(mysql.migrationWait());
        new OrderBookSchema(mysql).migrate();
    }
}
