package dev.seckill.loadtest.run;

import dev.seckill.model.SaleId;
import dev.seckill.model.log.MaskedUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code loadtest/run}, each declared once with its default and its range. */
final class RunOptions {

    @Option(names = "--users", defaultValue = "2000", description = "Buyers, each buying once. [1..100000]")
    int users;

    @Option(names = "--seconds", defaultValue = "5", description = "Time within which they arrive. [1..3600]")
    int seconds;

    @Option(names = "--stock", defaultValue = "100", description = "Units on offer. [0..1000000]")
    int stock;

    @Option(names = "--host", defaultValue = "localhost", description = "Where the API is.")
    String host;

    @Option(names = "--port", defaultValue = "3000", description = "The API's port. [1..65535]")
    int port;

    @Option(names = "--path", defaultValue = "/mock/mock", description = "Where buyers POST.")
    String path;

    @Option(names = "--sale", defaultValue = "${env:SALE:-counter}", description = "The sale, as the API knows it.")
    String sale;

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

    @Option(names = "--mysql-user", defaultValue = "${env:MYSQL_USER:-root}", description = "Who may read it.")
    String mysqlUser;

    @Option(names = "--mysql-password", defaultValue = "${env:MYSQL_PASSWORD:-}", description = "Empty by default.")
    String mysqlPassword;

    @Option(
            names = "--settle-wait",
            defaultValue = "60",
            description = "Seconds that the order book may take to have every order. [1..3600]")
    int settleWaitSeconds;

    @Option(names = "--yes", description = "Do not ask before the units of another sale are wiped.")
    boolean yes;

    @Option(names = "--picture", description = "Draw the replies and the verdict into this PNG file.")
    Path picture;

    @Option(names = "--home", hidden = true, defaultValue = ".", description = "The folder of this module.")
    Path home;

    @Option(names = "--can-ask", hidden = true, description = "Standard input is a terminal.")
    boolean canAsk;

    @Option(names = "--can-rewrite", hidden = true, description = "Standard output is a terminal.")
    boolean canRewrite;

    /** Everything that is wrong, a line for each; empty when all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        range(problems, "--users", users, 1, 100_000);
        range(problems, "--seconds", seconds, 1, 3_600);
        range(problems, "--stock", stock, 0, 1_000_000);
        range(problems, "--port", port, 1, 65_535);
        range(problems, "--settle-wait", settleWaitSeconds, 1, 3_600);
        rule(problems, path.matches("/[!-~]*"), "--path: must begin with / and hold no space, but is " + path);
        rule(problems, isUri("http://" + host), "--host: must be a host name or address, but is " + host);
        rule(
                problems,
                isUri(redis) && redis.matches("rediss?://.+"),
                "--redis (REDIS_URL): must be redis://host:port, but is " + MaskedUrl.of(redis));
        rule(
                problems,
                mysql.matches("jdbc:mysql://[^/]+/[^?]+.*"),
                "--mysql (MYSQL_URL): must be jdbc:mysql://host:port/database, but is " + MaskedUrl.of(mysql));
        try {
            new SaleId(sale);
        } catch (IllegalArgumentException notOne) {
            problems.add("--sale (SALE): " + notOne.getMessage());
        }
        return problems;
    }

    /** The case; only when there are no problems. */
    SaleCase saleCase() {
        return new SaleCase(
                new SaleId(sale),
                users,
                Duration.ofSeconds(seconds),
                stock,
                path,
                Duration.ofSeconds(settleWaitSeconds));
    }

    /** Where a system that runs already is; only when there are no problems. */
    SystemAddresses addresses() {
        return new SystemAddresses(
                URI.create("http://" + host + ":" + port), URI.create(redis), mysql, mysqlUser, mysqlPassword);
    }

    private static void range(List<String> problems, String name, int value, int min, int max) {
        rule(problems, value >= min && value <= max, name + ": " + value + " is not in [" + min + ".." + max + "]");
    }

    private static void rule(List<String> problems, boolean holds, String problem) {
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
