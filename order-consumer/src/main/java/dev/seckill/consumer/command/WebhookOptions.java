package dev.seckill.consumer.command;

import dev.seckill.consumer.loop.OrderLogSettings;
import dev.seckill.consumer.notify.WebhookSecrets;
import dev.seckill.consumer.notify.WebhookSettings;
import dev.seckill.consumer.notify.WebhookSettings.DeliverySettings;
import dev.seckill.consumer.parking.ParkingSettings;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.settings.NotBlank;
import dev.seckill.model.settings.PasswordFile;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.Setting;
import dev.seckill.model.settings.SettingRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who is told of orders and sales, and how. */
final class WebhookOptions {

    /** Kafka takes names of 249 characters, and {@code .WEBHOOKS.SALES} is behind the topic's. */
    private static final int TOPIC_LENGTH_MAX = 234;

    private static final String SECRETS = "--webhook-secrets (WEBHOOK_SECRETS): ";
    private static final String SECRETS_FILE = "--webhook-secrets-file (WEBHOOK_SECRETS_FILE): '";

    /** A partition has at most a 32nd of a fetch, so this many messages at once are usual. */
    private static final int POLL_MAX = 500;

    @Option(
            names = "--webhook-url",
            defaultValue = "${env:WEBHOOK_URL:-" + Option.NULL_VALUE + "}",
            converter = ShopUrl.class,
            description =
                    "Where the shop is told what becomes of its orders and sales, http:// or https://; without it,"
                            + " nobody is told.")
    private URI url;

    @Option(
            names = "--webhook-secrets",
            paramLabel = Setting.VARIABLE_ONLY,
            defaultValue = "${env:WEBHOOK_SECRETS:-" + Option.NULL_VALUE + "}",
            description = "Secrets that webhooks are signed with, whsec_ and the Base64 of 24 to 64 bytes: one, or two"
                    + " separated by a comma, which both sign. Only the variable: ps would show an option.")
    private String secrets;

    @Option(
            names = "--webhook-secrets-file",
            defaultValue = "${env:WEBHOOK_SECRETS_FILE:-" + Option.NULL_VALUE + "}",
            description = "File of 1 to 1024 bytes that holds them, one in each line; it wins over WEBHOOK_SECRETS.")
    private Path secretsFile;

    @Option(
            names = "--webhook-group",
            defaultValue = "${env:WEBHOOK_GROUP:-order-consumer-webhooks}",
            converter = NotBlank.class,
            description = "Consumer group of the webhooks, another one than --group.")
    private String group;

    @Option(
            names = "--webhook-parallel",
            defaultValue = "${env:WEBHOOK_PARALLEL:-8}",
            description = "Requests to the shop at once, each on a thread of its own. [1..64]")
    private int parallel;

    @Option(
            names = "--webhook-backlog",
            defaultValue = "${env:WEBHOOK_BACKLOG:-2000}",
            description = "Webhooks that wait in memory; past it nothing more is read for the shop. [1..100000]")
    private int backlogMax;

    @Option(
            names = "--webhook-ahead",
            defaultValue = "${env:WEBHOOK_AHEAD:-100000}",
            description =
                    "How far a partition is read past a webhook that is not delivered; after a crash so much of it"
                            + " may be sent again. [1..10000000 messages]")
    private int aheadMax;

    @Option(
            names = "--webhook-give-up",
            defaultValue = "${env:WEBHOOK_GIVE_UP:-1h}",
            description = "Time after the first attempt of this process at which a webhook is parked. [1s..720h]")
    private Duration giveUp;

    @Option(
            names = "--webhook-retry-min",
            defaultValue = "${env:WEBHOOK_RETRY_MIN:-1s}",
            description = "First wait between two attempts. [10ms..1m]")
    private Duration retryMin;

    @Option(
            names = "--webhook-retry-max",
            defaultValue = "${env:WEBHOOK_RETRY_MAX:-1m}",
            description = "Longest wait between two attempts, also when the shop asks for a longer one. [20ms..24h]")
    private Duration retryMax;

    @Option(
            names = "--webhook-connect-timeout",
            defaultValue = "${env:WEBHOOK_CONNECT_TIMEOUT:-3s}",
            description = "Longest wait for a connection to the shop. [100ms..1m]")
    private Duration connectTimeout;

    @Option(
            names = "--webhook-timeout",
            defaultValue = "${env:WEBHOOK_TIMEOUT:-10s}",
            description = "Longest wait for the shop's whole reply. [100ms..2m]")
    private Duration requestTimeout;

    @Option(
            names = "--webhook-allow-private",
            defaultValue = "${env:WEBHOOK_ALLOW_PRIVATE:-false}",
            description = "Let the shop have an address of this machine or of its own network.")
    private boolean allowPrivate;

    /** Null if it could not be read, which is told. */
    private WebhookSecrets read;

    void check(SettingRules rules, Problems problems, LogOptions log, String otherGroup) {
        rules.less("--webhook-retry-min", "--webhook-retry-max");
        if (url == null) {
            return;
        }
        rules.must("--webhook-group", group == null || !group.equals(otherGroup), "be another group than --group");
        rules.must(
                "--topic",
                log.topic == null || log.topic.length() <= TOPIC_LENGTH_MAX,
                "have at most " + TOPIC_LENGTH_MAX + " characters with --webhook-url");
        try {
            read = WebhookSecrets.of(secrets());
        } catch (IllegalArgumentException e) {
            problems.add((secretsFile == null ? SECRETS : SECRETS_FILE + secretsFile + "': ") + e.getMessage());
        }
    }

    /** The settings; null if nobody is to be told. */
    WebhookSettings toSettings(OrderLogSettings log, ParkingSettings parking, Duration commitWait) {
        if (url == null) {
            return null;
        }
        String parkedTopic = OrderLogNames.parkedTopic(OrderLogNames.webhookTopic(log.topic()));
        return new WebhookSettings(
                url,
                read,
                new OrderLogSettings(
                        log.connection(),
                        log.topic(),
                        group,
                        Math.min(POLL_MAX, backlogMax),
                        log.fetchMaxBytes(),
                        log.messageMaxBytes(),
                        log.ignored(),
                        log.sessionTimeout(),
                        log.pollInterval()),
                parking.of(parkedTopic),
                backlogMax,
                aheadMax,
                commitWait,
                new DeliverySettings(
                        parallel, giveUp, retryMin, retryMax, connectTimeout, requestTimeout, allowPrivate));
    }

    private List<String> secrets() {
        if (secretsFile != null) {
            return PasswordFile.read(secretsFile)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
        return secrets == null || secrets.isBlank() ? List.of() : List.of(secrets.split(",", -1));
    }

    /** Says nothing of the text, which may hold a secret in its path. */
    static final class ShopUrl implements ITypeConverter<URI> {

        @Override
        public URI convert(String text) {
            try {
                URI url = new URI(text.strip());
                boolean fits = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                        && url.getHost() != null
                        && url.getRawUserInfo() == null
                        && url.getRawFragment() == null;
                if (fits && isHost(url.getHost())) {
                    return url;
                }
            } catch (URISyntaxException e) {
                // Told below, without the text.
            }
            throw new TypeConversionException("must be http://host[:port]/path or https://, without a user or a #");
        }

        private static boolean isHost(String host) {
            try {
                return host.startsWith("[") || new SNIHostName(host).getAsciiName() != null;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }
}
