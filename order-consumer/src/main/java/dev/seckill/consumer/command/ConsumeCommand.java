package dev.seckill.consumer.command;

import dev.seckill.consumer.certify.CertifySettings;
import dev.seckill.consumer.http.ReadSettings;
import dev.seckill.consumer.loop.LoopSettings;
import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.store.MySqlSettings;
import dev.seckill.model.log.LogFormat;
import dev.seckill.model.settings.LogFormatSetting;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingRules;
import dev.seckill.model.tls.ServerTls;
import dev.seckill.model.trace.TraceExport;
import dev.seckill.model.trace.TraceExportOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code order-consumer.jar} itself: moves orders until it is stopped. */
@Command(
        name = "order-consumer",
        description =
                "Moves every order from the order log in Kafka into the order book in MySQL, until it is stopped.",
        subcommands = {
            AuditCommand.class,
            ParkedCommand.class,
            MigrateCommand.class,
            ExportCommand.class,
            CertifyCommand.class
        },
        scope = ScopeType.INHERIT, // what follows holds for the subcommands too
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class,
        sortOptions = false,
        usageHelpWidth = 110)
final class ConsumeCommand {

    @Spec
    private CommandSpec spec;

    @Mixin
    private LogOptions log;

    @Mixin
    private MySqlOptions mysql;

    @Mixin
    private HttpOptions http;

    @Mixin
    private TlsOptions tls;

    @Mixin
    private BookReadOptions reads;

    @Mixin
    private BatchOptions batch;

    @Mixin
    private LoopOptions loop;

    @Mixin
    private ParkingOptions parking;

    @Mixin
    private WebhookOptions webhooks;

    @Mixin
    private TraceExportOptions traces;

    @Mixin
    private CertifyOptions certify;

    @Option(
            names = "--log-format",
            defaultValue = "${env:LOG_FORMAT:-text}",
            converter = LogFormatSetting.class,
            description = "How log lines look: text, or json, an object a line.")
    private LogFormat logFormat;

    /** How log lines shall look. */
    LogFormat logFormat() {
        return logFormat;
    }

    /**
     * The configuration.
     *
     * @throws dev.seckill.model.settings.BadSettingsException with everything that is wrong
     */
    ConsumerConfig config(Problems problems) {
        SettingRules rules = new SettingRules(spec, problems)
                .less("--retry-min", "--retry-max")
                .less("--mysql-socket-timeout", "--shutdown-wait")
                .less("--mysql-socket-timeout", "--stalled-after")
                .less("--shutdown-wait", "--poll-interval")
                .must("--commit-wait", loop.leavesTimeToRegroup(), "be less than a quarter of --poll-interval");
        log.check(rules, problems);
        MySqlSettings mySqlSettings = mysql.toSettings(rules, problems);
        webhooks.check(rules, problems, log, batch.group);
        ReadSettings readSettings = reads.toSettings(problems);
        ServerTls tlsSettings = tls.toSettings(problems);
        TraceExport traceExport = traces.toSettings(problems);
        CertifySettings certifySettings = certify.toSettings(problems);
        problems.check();
        OrderLogSettings orderLog = new OrderLogSettings(
                log.connection(),
                log.topic,
                batch.group,
                batch.batchMax,
                loop.fetchMaxBytes,
                batch.messageMaxBytes,
                log.ignored(),
                loop.sessionTimeout,
                loop.pollInterval);
        return new ConsumerConfig(
                orderLog,
                mySqlSettings,
                parking.toSettings(log),
                http.toSettings(tlsSettings),
                readSettings,
                new LoopSettings(
                        log.topic,
                        loop.pollWait,
                        loop.pollWait,
                        loop.commitWait,
                        loop.commitWait,
                        loop.sessionTimeout,
                        loop.revokeWait()),
                webhooks.toSettings(orderLog, parking.toSettings(log), loop.commitWait),
                traceExport,
                certifySettings,
                loop.retryMin,
                loop.retryMax,
                loop.stalledAfter,
                loop.shutdownWait,
                loop.drain);
    }
}
