package dev.seckill.loadtest.run;

import dev.seckill.loadtest.LaunchOptions;
import dev.seckill.loadtest.ServerKind;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.model.SaleId;
import dev.seckill.model.log.MaskedUrl;
import dev.seckill.model.settings.Problems;
import dev.seckill.model.settings.Setting;
import dev.seckill.model.settings.TokenSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code loadtest/run}, each declared once with its default and its range. */
final class RunOptions {

    private static final int USERS = 2_000;
    private static final int USERS_ROLLING = 10_000;
    private static final int SECONDS = 5;
    private static final int SECONDS_ROLLING = 30;
    private static final int STOCK = 100;

    @Option(
            names = "--case",
            defaultValue = "model",
            description =
                    "What to play: model, each buyer once and with JMeter; pages, the same while as many people open"
                            + " the page of the sale; planned, over the sales API; paid, the same with orders that are"
                            + " held until they are paid; or rolling, while every program is restarted in turn.")
    RunCase runCase;

    @Option(
            names = "--users",
            defaultValue = Option.NULL_VALUE,
            description = "Buyers, each buying once; none: 2000, and 10000 in the case rolling. [1..100000]")
    Integer users;

    @Option(
            names = "--seconds",
            defaultValue = Option.NULL_VALUE,
            description = "Time within which they arrive; none: 5, and 30 in the case rolling. [1..3600 seconds]")
    Integer seconds;

    @Option(
            names = "--stock",
            defaultValue = Option.NULL_VALUE,
            description = "Units on offer; none: 100, and one for each buyer in the case rolling. [0..1000000]")
    Integer stock;

    @Option(names = "--host", defaultValue = "localhost", description = "Where the API is.")
    String host;

    @Option(names = "--port", defaultValue = "3000", description = "The API's port. [1..65535]")
    int port;

    @Option(names = "--path", defaultValue = "/mock/mock", description = "Where buyers POST.")
    String path;

    @Option(names = "--sale", defaultValue = "${env:SALE:-counter}", description = "The sale, as the API knows it.")
    SaleId sale;

    @Option(
            names = "--redis",
            defaultValue = "${env:REDIS_URL:-redis://localhost:6379}",
            description = "The Redis of a system that runs already.")
    String redis;

    @Option(
            names = "--mysql",
            defaultValue = "${env:MYSQL_URL:-jdbc:mysql://localhost:3306/seckill}",
            description = "The order book of a system that runs already.")
    String mysql;

    @Option(
            names = "--mysql-user",
            defaultValue = "${env:MYSQL_USER:-root}",
            description = "Who may read the order book.")
    String mysqlUser;

    @Option(
            names = "--mysql-password",
            defaultValue = "${env:MYSQL_PASSWORD:-}",
            description = "Password of that user.")
    String mysqlPassword;

    /** Not to be typed. */
    @Option(
            names = "--admin-tokens",
            paramLabel = Setting.VARIABLE_ONLY,
            defaultValue = "${env:ADMIN_TOKENS:-}",
            description =
                    "Of a system that runs already, for a planned sale or a rehearsal: NAME:TOKEN of its operator.")
    String adminTokens;

    @Option(
            names = "--admin-tokens-file",
            defaultValue = "${env:ADMIN_TOKENS_FILE:-" + Option.NULL_VALUE + "}",
            description =
                    "File of such tokens instead, one in each line, of which the first is used; only its owner and group"
                            + " may be able to read it.")
    Path adminTokensFile;

    /** Not to be typed. */
    @Option(
            names = "--buyer-secret",
            paramLabel = Setting.VARIABLE_ONLY,
            defaultValue = "${env:BUYER_SECRET:-}",
            description = "Of the same: what it checks buyers' tokens with; empty: it takes the buyers' word.")
    String buyerSecret;

    @Option(
            names = "--settle-wait",
            defaultValue = "60",
            description = "How long the order book may take after the last reply. [1..3600 seconds]")
    int settleWaitSeconds;

    @Option(names = "--yes", description = "Do not ask before the units of another sale are wiped.")
    boolean yes;

    @Option(
            names = "--secure",
            description =
                    "Bring up a system whose servers ask for TLS and passwords, and whose programs speak HTTPS; not"
                            + " for the cases pages and rolling.")
    boolean secure;

    @Option(
            names = "--cluster",
            description = "Bring up a system on a Redis Cluster of six nodes and three Kafka brokers.")
    boolean cluster;

    @Option(names = "--picture", description = "Draw the replies and the verdict into this PNG file.")
    Path picture;

    @Option(
            names = "--stay",
            description = "Leave the system that the run brought up until Ctrl-C, to look at its pages.")
    boolean stay;

    @Mixin
    RehearseOptions rehearse = new RehearseOptions();

    @Mixin
    LaunchOptions launch;

    private List<String> adminEntries = List.of();

    /** Adds what a range cannot say; what could not be read is null. */
    void check(Problems problems) {
        rule(
                problems,
                !secure || runCase != RunCase.pages && runCase != RunCase.rolling,
                "--secure: is not for the case " + runCase);
        rule(problems, !secure || !cluster, "--cluster: goes without --secure");
        adminEntries =
                new TokenSetting("--admin-tokens", "ADMIN_TOKENS").entries(adminTokens, adminTokensFile, problems);
        rehearse.check(problems);
        rule(
                problems,
                !rehearse.isGiven() || runCase == RunCase.model && !secure && !cluster && !stay && picture == null,
                "--rehearse: goes without --case, --secure, --cluster, --stay and --picture");
        rule(problems, !stay || runCase != RunCase.rolling, "--stay: is not for the case rolling");
        rule(
                problems,
                path == null || path.matches("/[!-~]*"),
                "--path: must begin with / and hold no space, but is " + path);
        rule(
                problems,
                host == null || isUri("http://" + host),
                "--host: must be a host name or address, but is " + host);
        if (!rehearse.isGiven()) {
            checkServers(problems);
        }
    }

    /** A rehearsal asks none of them, and may find the variables of an instance, which knows more kinds. */
    private void checkServers(Problems problems) {
        rule(
                problems,
                redis == null || isUri(redis) && redis.matches("rediss?://.+"),
                "--redis (REDIS_URL): must be redis://host:port, but is " + MaskedUrl.of(String.valueOf(redis)));
        rule(
                problems,
                mysql == null || mysql.matches("jdbc:mysql://[^/]+/[^?]+.*"),
                "--mysql (MYSQL_URL): must be jdbc:mysql://host:port/database, but is "
                        + MaskedUrl.of(String.valueOf(mysql)));
    }

    /** What a system of the run's own has for servers. */
    ServerKind servers() {
        return ServerKind.of(secure, cluster);
    }

    /** The case; only when there are no problems. */
    SaleCase saleCase() {
        return new SaleCase(sale, users(), arrival(), stock(), path, Duration.ofSeconds(settleWaitSeconds));
    }

    private int users() {
        return users != null ? users : runCase == RunCase.rolling ? USERS_ROLLING : USERS;
    }

    private Duration arrival() {
        int usual = runCase == RunCase.rolling ? SECONDS_ROLLING : SECONDS;
        return Duration.ofSeconds(seconds != null ? seconds : usual);
    }

    private int stock() {
        return stock != null ? stock : runCase == RunCase.rolling ? users() : STOCK;
    }

    /**
     * The planned sale; only when there are no problems.
     *
     * @param name of a sale that there never was
     */
    PlannedCase plannedCase(String name) {
        return new PlannedCase(new SaleId(name), users(), arrival(), stock(), Duration.ofSeconds(settleWaitSeconds));
    }

    /**
     * How to be let in by a system that runs already; only when there are no problems.
     *
     * @throws RunRefusedException if its operator is needed and not known
     */
    Credentials credentials() {
        String[] parts =
                adminEntries.isEmpty() ? new String[0] : adminEntries.get(0).split(":", 2);
        if (parts.length < 2 && rehearse.isGiven()) {
            throw new RunRefusedException("a rehearsal needs the token of the system's operator; give the variable"
                    + " ADMIN_TOKENS=NAME:TOKEN, or --admin-tokens-file");
        }
        if (parts.length < 2 && runCase == RunCase.planned) {
            throw new RunRefusedException(
                    "a planned sale on a system that runs already needs the token of its operator;"
                            + " give the variable ADMIN_TOKENS=NAME:TOKEN, or stop that system, so that the run starts its own");
        }
        return new Credentials(
                parts.length < 2 ? null : new AdminToken(parts[0], parts[1]),
                null,
                buyerSecret.isEmpty() ? null : buyerSecret);
    }

    /** What the report says of the run. */
    SavedReport.RunVerdict verdict(boolean isPass) {
        return new SavedReport.RunVerdict(
                isPass ? "PASS" : "FAIL",
                String.format(
                        Locale.ROOT,
                        "the case %s, %,d buyers within %,d s.",
                        runCase,
                        users(),
                        arrival().toSeconds()));
    }

    /** Where a system that runs already is; only when there are no problems. */
    SystemAddresses addresses() {
        return new SystemAddresses(
                URI.create("http://" + host + ":" + port), URI.create(redis), mysql, mysqlUser, mysqlPassword);
    }

    private static void rule(Problems problems, boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).getHost() != null;
        } catch (URISyntaxException notOne) {
            return false;
        }
    }
}
