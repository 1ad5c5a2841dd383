package dev.seckill.consumer.command;

import dev.seckill.consumer.http.ReadSettings;
import dev.seckill.consumer.store.ReadPoolSettings;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.Setting;
import dev.seckill.model.settings.TokenSetting;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Who may read the order book over HTTP, and how much. */
final class BookReadOptions {

    private static final TokenSetting TOKENS = new TokenSetting("--read-tokens", "READ_TOKENS");

    @Option(
            names = "--read-tokens",
            paramLabel = Setting.VARIABLE_ONLY,
            defaultValue = "${env:READ_TOKENS:-" + Option.NULL_VALUE + "}",
            description = "Tokens with which the order book may be read over HTTP, buyers included, as NAME:TOKEN,"
                    + " separated by commas; the token has at least 16 characters. Only the variable: ps would show"
                    + " an option. Without any token there are no such routes.")
    private String tokens;

    @Option(
            names = "--read-tokens-file",
            defaultValue = "${env:READ_TOKENS_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of such tokens instead, one in each line; only its owner and group may be able to read"
                    + " it.")
    private Path tokensFile;

    @Option(
            names = "--read-connections",
            defaultValue = "${env:READ_CONNECTIONS:-4}",
            description = "Connections to MySQL for reads alone, so that they never keep an order waiting. [1..32]")
    private int connections;

    @Option(
            names = "--read-connection-wait",
            defaultValue = "${env:READ_CONNECTION_WAIT:-3s}",
            description = "Longest wait of a read for one of them; past it 503. [250ms..30s]")
    private Duration connectionWait;

    @Option(
            names = "--read-timeout",
            defaultValue = "${env:READ_TIMEOUT:-10s}",
            description = "Longest time of MySQL for one statement of a read; past it 503. [100ms..5m]")
    private Duration timeout;

    @Option(
            names = "--reads-max",
            defaultValue = "${env:READS_MAX:-16}",
            description = "Reads at once, those that wait for a connection included; past it 503. [1..256]")
    private int readsMax;

    @Option(
            names = "--exports-max",
            defaultValue = "${env:EXPORTS_MAX:-2}",
            description = "Downloads of all orders of a sale, and reports, at once; past it 503. [1..32]")
    private int exportsMax;

    @Option(
            names = "--export-timeout",
            defaultValue = "${env:EXPORT_TIMEOUT:-10m}",
            description = "Longest time of one download, however slowly it is taken. [1s..8h]")
    private Duration exportTimeout;

    @Option(
            names = "--audit-timeout",
            defaultValue = "${env:AUDIT_TIMEOUT:-1m}",
            description = "Longest time of an audit that is asked for over HTTP, of which there is one at a time, and"
                    + " of a report; past it 503. [1s..1h]")
    private Duration auditTimeout;

    @Option(
            names = "--audit-orders-max",
            defaultValue = "${env:AUDIT_ORDERS_MAX:-100000}",
            description = "Most orders of a sale that is audited over HTTP, each with about 200 bytes of memory; past"
                    + " it 503, and a report does not replay the journal. [1..10000000]")
    private int auditOrdersMax;

    /** The settings; not to be used if a problem was added. */
    ReadSettings toSettings(Problems problems) {
        return new ReadSettings(
                TOKENS.read(tokens, tokensFile, problems),
                new ReadPoolSettings(connections, connectionWait, timeout),
                readsMax,
                exportsMax,
                exportTimeout,
                auditTimeout,
                auditOrdersMax);
    }
}
