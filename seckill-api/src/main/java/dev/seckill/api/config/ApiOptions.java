package dev.seckill.api.config;

import dev.seckill.model.log.LogFormat;
import dev.seckill.model.settings.LogFormatSetting;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.SettingRanges;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The settings of the running API, a group for each part that they configure, in the order of {@code --help}. Each stands
 * once: option, environment variable, default, meaning and range; the range in brackets is what {@link SettingRanges}
 * checks.
 */
public final class ApiOptions {

    @Mixin
    SaleOptions sale;

    @Mixin
    RedisOptions redis;

    @Mixin
    KafkaOptions kafka;

    @Mixin
    AddressOptions address;

    @Option(
            names = "--log-format",
            defaultValue = "${env:LOG_FORMAT:-text}",
            converter = LogFormatSetting.class,
            description = "How log lines look: text, or json, an object a line.")
    LogFormat logFormat;

    @Option(
            names = "--stock",
            defaultValue = "${env:STOCK:-" + Option.NULL_VALUE + "}",
            description = "Units to create the sale's counter with if it was never sold; none: it must exist."
                    + " [0..1000000000]")
    Long stock;

    @Mixin
    HttpOptions http;

    @Mixin
    StaffOptions staff;

    @Mixin
    OrderBookOptions orderBook;

    @Mixin
    PageOptions pages;

    @Mixin
    LiveOptions live;

    @Mixin
    ReceiptOptions receipts;

    @Mixin
    DecisionOptions decisions;

    @Mixin
    CounterOptions counter;

    @Mixin
    DeliveryOptions delivery;

    @Mixin
    PracticeOptions practice;

    @Mixin
    AdmissionOptions admission;

    @Mixin
    TraceOptions traces;

    /** How log lines shall look. */
    public LogFormat logFormat() {
        return logFormat;
    }

    /** The configuration; not to be used if a problem was added. */
    public ApiConfig toConfig(Problems problems) {
        new WaitRules(this).check(problems);
        address.check(problems);
        return new ApiConfig(
                http.toSettings(address, problems),
                new ApiConfig.Admin(address.adminHost, address.adminPort, address.metricsSales),
                sale.sale,
                redis.toSettings(problems),
                counter.toSettings(stock),
                decisions.toSettings(http.stopWait),
                kafka.toSettings(http.stopWait, problems),
                delivery.toSettings(),
                delivery.toRelaySettings(http.stopWait),
                practice.toSettings(),
                admission.toSettings(problems),
                staff.toSettings(problems),
                orderBook.toSettings(http, problems),
                pages.toSettings(),
                live.toSettings(),
                traces.toSettings(problems),
                receipts.toSettings(problems),
                http.drain);
    }
}
