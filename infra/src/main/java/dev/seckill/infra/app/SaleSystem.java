package dev.seckill.infra.app;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.embedded.EmbeddedStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.LogTail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** The servers and, unless they are left out, the API and the consumer: what {@code infra/up} runs. */
final class SaleSystem implements AutoCloseable {

    private static final String DATABASE = "seckill";

    private final Plan plan;
    private final EmbeddedStack servers;
    private final Token operator = Token.random();
    private final Token reader = Token.random();
    private final List<AppProcess> apps = new ArrayList<>(); // in the order in which they stop
    private SampleSale sample;

    private SaleSystem(Plan plan, EmbeddedStack servers) {
        this.plan = plan;
        this.servers = servers;
    }

    /**
     * What to start.
     *
     * @param apiPort port of the API, 0 = a free one
     * @param adminPort port of the API's health and metrics, 0 = a free one
     * @param consumerPort port of the consumer, 0 = a free one
     * @param stock units on offer if there is no counter yet
     * @param sampleOpens how soon the sample sale opens; zero: there is none
     */
    record Plan(
            StackConfig servers,
            boolean withApps,
            int apiPort,
            int adminPort,
            int consumerPort,
            long stock,
            Duration sampleOpens) {

        /** The API, which passes reads of the order book on to the consumer. */
        AppCommand api(EmbeddedStack stack, int orderBookPort, Token operator, Token reader) {
            return AppCommand.ofModule("api", "seckill-api", apiPort, log("api"))
                    .withArguments("--host", "127.0.0.1")
                    .withArguments("--admin-host", "127.0.0.1", "--admin-port", Integer.toString(adminPort))
                    .withArguments("--redis", stack.redisUrl(), "--kafka", stack.kafkaBootstrapServers())
                    .withArguments("--stock", Long.toString(stock))
                    .withArguments("--order-book", url(orderBookPort))
                    .withEnvironment(
                            Map.of("ADMIN_TOKENS", operator.named("operator"), "ORDER_BOOK_TOKEN", reader.value()));
        }

        AppCommand consumer(EmbeddedStack stack, Token reader) {
            return AppCommand.ofModule("consumer", "order-consumer", consumerPort, log("consumer"))
                    .withArguments("--host", "127.0.0.1")
                    .withArguments("--kafka", stack.kafkaBootstrapServers())
                    .withArguments("--mysql", stack.mysqlUrl(DATABASE))
                    .withArguments("--mysql-user", stack.mysqlUser(), "--mysql-password", stack.mysqlPassword())
                    .withEnvironment(Map.of("READ_TOKENS", reader.named("api")));
        }

        private Path log(String program) {
            return servers.data().resolve("logs").resolve(program + ".log");
        }
    }

    /**
     * Starts the servers, then the API, which creates the counter, then the consumer; then there is a sample sale.
     *
     * @throws dev.seckill.infra.StartFailedException if one does not start; what did start is stopped again
     * @throws IllegalStateException if the thread is interrupted, with the same outcome; it stays interrupted
     */
    static SaleSystem start(Plan plan) {
        if (plan.withApps()) {
            Checkout.find().jar("seckill-api"); // say what is missing before anything is started
            Checkout.find().jar("order-consumer");
        }
        SaleSystem system = new SaleSystem(plan, EmbeddedStack.start(plan.servers()));
        try {
            if (plan.withApps()) {
                system.startApps();
            }
            return system;
        } catch (RuntimeException e) {
            system.close();
            throw e;
        }
    }

    private void startApps() {
        AppCommand consumer = plan.consumer(servers, reader);
        AppProcess api = AppProcess.start(plan.api(servers, consumer.port(), operator, reader));
        apps.add(api);
        apps.add(AppProcess.start(consumer));
        if (!plan.sampleOpens().isZero()) {
            sample = SampleSale.openingIn(plan.sampleOpens(), Instant.now());
            sample.offer(api.url(), operator);
        }
    }

    /**
     * Waits until a part ends by itself.
     *
     * @return what ended by itself and the end of its log
     * @throws InterruptedException if somebody asks for the stop
     */
    String awaitEnd() throws InterruptedException {
        CompletableFuture<?>[] ends = parts().map(part -> part.onExit().thenApply(code -> ended(part, code)))
                .toArray(CompletableFuture[]::new);
        try {
            return (String) CompletableFuture.anyOf(ends).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static String ended(ChildServer part, int exitCode) {
        return String.format(
                Locale.ROOT, "%s ended by itself with exit code %d; %s", part.name(), exitCode, LogTail.of(part.log()));
    }

    /** All that runs. */
    Stream<ChildServer> parts() {
        return Stream.concat(servers.servers().stream(), apps.stream().map(AppProcess::child));
    }

    /** Where everything is, and what to try next. */
    String overview() {
        Table table = new Table("what", "where", "pid", "log");
        parts().forEach(part -> table.add(
                part.name(), where(part), Long.toString(part.pid()), part.log().toString()));
        return table + "\n" + (apps.isEmpty() ? jarsByHand() : overviewOfApps().text(ZoneId.systemDefault()));
    }

    private String where(ChildServer part) {
        return switch (part.name()) {
            case "redis" -> servers.redisUrl();
            case "kafka" -> servers.kafkaBootstrapServers();
            case "mysql" -> servers.mysqlUrl(DATABASE) + " (user root, no password)";
            default -> url(part.port());
        };
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private Overview overviewOfApps() {
        AppProcess api = apps.get(0);
        return new Overview(api.url(), api.adminUrl(), apps.get(1).url(), operator, sample);
    }

    private String jarsByHand() {
        return String.format(
                Locale.ROOT,
                """
                Next, in two other terminals:
                  java -jar seckill-api/target/seckill-api.jar --redis %s --kafka %s --stock %d
                  java -jar order-consumer/target/order-consumer.jar --kafka %s --mysql %s
                """,
                servers.redisUrl(),
                servers.kafkaBootstrapServers(),
                plan.stock(),
                servers.kafkaBootstrapServers(),
                servers.mysqlUrl(DATABASE));
    }

    /** Stops the API, so that no order comes in, then the consumer, then the servers. */
    @Override
    public void close() {
        apps.forEach(AppProcess::stop);
        servers.close();
    }
}
