package dev.seckill.api.command;

import dev.seckill.api.config.KafkaOptions;
import dev.seckill.api.config.RedisOptions;
import dev.seckill.api.config.SaleOptions;
import dev.seckill.api.orderlog.JournalWriter;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.orderlog.LoggedSales;
import dev.seckill.api.orderlog.OrderLogUnavailableException;
import dev.seckill.api.orderlog.TooManyOrdersException;
import dev.seckill.api.recover.Recovery;
import dev.seckill.api.redis.RedisSales;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.model.log.Reason;
import dev.seckill.model.settings.Problems;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import redis.clients.jedis.exceptions.JedisException;

/** {@code seckill-api.jar recover}: rebuilds a sale from the order log. */
@Command(
        name = "recover",
        description =
                "Rebuilds a sale from the order log after Redis lost its data or came back older. Safe to run twice.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
final class RecoverCommand {

    @Mixin
    SaleOptions sale;

    @Mixin
    RedisOptions redis;

    @Mixin
    KafkaOptions kafka;

    @Option(
            names = "--all",
            defaultValue = "${env:RECOVER_ALL:-false}",
            description = "Recover every sale that the order log tells of, instead of --sale.")
    boolean all;

    @Option(
            names = "--allotment",
            defaultValue = "${env:ALLOTMENT:-" + Option.NULL_VALUE + "}",
            description = "Units that the sale offers; none: what its newest order says. [1..1000000000]")
    Long allotment;

    @Option(
            names = "--rebuilt-at",
            defaultValue = "${env:REBUILT_AT:-" + Option.NULL_VALUE + "}",
            description =
                    "When the sale was last rebuilt, if recover asks for it, as it prints it (ISO 8601 in UTC): confirms"
                            + " that the outbox of an older Redis may be dropped.")
    Instant rebuiltAt;

    @Option(
            names = "--wait",
            defaultValue = "${env:RECOVER_WAIT:-30s}",
            description = "How long instances may take to deliver what they decided; past it recover refuses. [1s..1h]")
    Duration wait;

    @Option(
            names = "--key-lifetime",
            defaultValue = "${env:KEY_LIFETIME:-24h}",
            description = "How long the recovered Idempotency-Keys are remembered. [1m..8760h]")
    Duration keyLifetime;

    /** Runs it and returns the exit code; problems with the settings are added instead. */
    int run(Problems problems) {
        RedisSettings redisSettings = redis.toSettings(problems);
        KafkaSettings kafkaSettings = kafka.toSettings(wait, problems);
        if (all && (allotment != null || rebuiltAt != null)) {
            problems.add("--all cannot go with --allotment or --rebuilt-at, which are about one --sale");
        }
        if (!problems.isEmpty()) {
            return ApiCommand.BAD_USAGE;
        }
        Recovery.Settings settings = new Recovery.Settings(
                allotment, rebuiltAt, wait, keyLifetime, Recovery.Settings.quietWith(kafka.sendWait, redis.timeout));
        RecoveryProgress progress = new RecoveryProgress(System.out, all);
        try (RedisSales sales = new RedisSales(redisSettings)) {
            recovery(sales, kafkaSettings, settings).run(progress);
            return progress.isFine() ? 0 : 1;
        } catch (JedisException | OrderLogUnavailableException | TooManyOrdersException | IllegalArgumentException e) {
            System.err.println("recover - failed, nothing " + (progress.isAnyOver() ? "else " : "") + "was opened: "
                    + Reason.of(e));
            return 1;
        }
    }

    private Recovery recovery(RedisSales sales, KafkaSettings kafkaSettings, Recovery.Settings settings) {
        long heapBytes = Runtime.getRuntime().maxMemory();
        JournalWriter journal = new JournalWriter(kafkaSettings);
        Clock clock = Clock.systemUTC();
        return all
                ? new Recovery(
                        sales::sale, LoggedSales.ofAll(kafkaSettings, heapBytes), journal::write, settings, clock)
                : new Recovery(
                        sales.sale(sale.sale),
                        new LoggedSale(sale.sale, kafkaSettings, heapBytes),
                        journal::write,
                        settings,
                        clock);
    }
}
