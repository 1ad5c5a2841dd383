package dev.seckill.loadtest.secure;

import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.infra.embedded.SecureStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.process.GuardedProcess;
import dev.seckill.infra.tls.Trust;
import dev.seckill.loadtest.KafkaAccess;
import dev.seckill.loadtest.Programs;
import dev.seckill.loadtest.payments.ExampleShop;
import dev.seckill.loadtest.payments.WebhookSignature;
import dev.seckill.loadtest.shop.AdminToken;
import dev.seckill.model.SaleId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Both programs on secured servers, with just the rights that are listed, and a shop that hears of orders. */
final class SecuredSystem implements AutoCloseable {

    private static final Duration REPLY_WAIT = Duration.ofSeconds(30);
    private static final int COMMAND_WAIT_SECONDS = 90;

    private final AdminToken admin = AdminToken.random("operator");
    private final AdminToken shopToken = AdminToken.random("shop");
    private final AdminToken reader = AdminToken.random("api");
    private final String webhookSecret = WebhookSignature.randomSecret();
    private final Path folder;
    private final SecureStack servers;
    private final Programs programs;
    private final ExampleShop shop;
    private final AppProcess consumer;
    private final AppProcess api;
    private final HttpClient http;
    private int commands;

    SecuredSystem(Path folder) {
        this.folder = folder;
        this.servers = SecureStack.start(
                StackConfig.onFreePorts(folder.resolve("data")).briefly());
        this.programs = new Programs(servers, SaleId.DEFAULT, folder);
        this.shop = new ExampleShop(List.of(webhookSecret), 0, 1, Clock.systemUTC());
        this.consumer = consumer("consumer-1");
        this.api = new AppProcess(programs.api(
                        "api",
                        0,
                        Map.of(
                                "ADMIN_TOKENS", admin.setting(),
                                "SHOP_TOKENS", shopToken.setting(),
                                "ORDER_BOOK_TOKEN", reader.secret()))
                .withArguments("--stock=1000", "--warm-up=0")
                .withArguments(programs.orderBook(consumer.url())));
        this.http = HttpClient.newBuilder()
                .sslContext(Trust.in(servers.authority().orElseThrow()))
                .build();
    }

    /** Another consumer of the group, not started. */
    AppProcess consumer(String name) {
        return new AppProcess(programs.consumer(name, 0)
                .withEnvironment(Map.of(
                        "READ_TOKENS",
                        reader.setting(),
                        "WEBHOOK_URL",
                        shop.url().toString(),
                        "WEBHOOK_SECRETS",
                        webhookSecret,
                        "WEBHOOK_ALLOW_PRIVATE",
                        "true")));
    }

    SecureStack servers() {
        return servers;
    }

    KafkaAccess kafka() {
        return new KafkaAccess(servers.kafkaBootstrapServers(), servers.kafkaProperties());
    }

    Programs programs() {
        return programs;
    }

    ExampleShop shop() {
        return shop;
    }

    AppProcess consumer() {
        return consumer;
    }

    AppProcess api() {
        return api;
    }

    /** Asks the API as the shop's operator; returns status and body. */
    HttpResponse<String> asOperator(String method, String path, String body) throws IOException, InterruptedException {
        return ask(method, path, body, admin);
    }

    /** The same as the shop. */
    HttpResponse<String> asShop(String method, String path, String body) throws IOException, InterruptedException {
        return ask(method, path, body, shopToken);
    }

    private HttpResponse<String> ask(String method, String path, String body, AdminToken token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.url() + path))
                .timeout(REPLY_WAIT)
                .header("Authorization", "Bearer " + token.secret());
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return http.send(
                request.method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** What a command said, and its exit code. */
    record Said(int code, String text) {}

    /** Runs a subcommand of the API's jar. */
    Said apiCommand(String... command) throws Exception {
        return run(AppCommand.ofModule("api", "seckill-api", 0, folder), servers.apiSettings(), command);
    }

    /** Runs a subcommand of the consumer's jar. */
    Said consumerCommand(String... command) throws Exception {
        List<String> settings = servers.consumerSettings(Programs.DATABASE);
        return run(AppCommand.ofModule("consumer", "order-consumer", 0, folder), settings, command);
    }

    /** Runs a subcommand with just the settings of Kafka. */
    Said kafkaCommand(String... command) throws Exception {
        return consumerCommand("--kafka", command);
    }

    /** Runs a subcommand with just the settings of MySQL. */
    Said mysqlCommand(String... command) throws Exception {
        return consumerCommand("--mysql", command);
    }

    private Said consumerCommand(String settingsOf, String[] command) throws Exception {
        List<String> settings = servers.consumerSettings(Programs.DATABASE).stream()
                .filter(setting -> setting.startsWith(settingsOf))
                .toList();
        return run(AppCommand.ofModule("consumer", "order-consumer", 0, folder), settings, command);
    }

    private Said run(AppCommand jar, List<String> settings, String... command) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(jar.javaHome().resolve("bin/java").toString());
        line.addAll(jar.java());
        line.add(command[0]);
        line.addAll(settings);
        line.addAll(List.of(command).subList(1, command.length));
        Path output = folder.resolve("command-" + ++commands + ".log");
        GuardedProcess process = GuardedProcess.start(line, Map.of(), output);
        try {
            int code = process.onExit().get(COMMAND_WAIT_SECONDS, TimeUnit.SECONDS);
            return new Said(code, Files.readString(output));
        } finally {
            process.kill();
        }
    }

    @Override
    public void close() {
        try (servers;
                shop;
                consumer;
                api) {
            // Closed in the reverse order, each one even if another fails.
        }
    }
}
