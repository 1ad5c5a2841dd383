package dev.seckill.infra.app;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.embedded.EmbeddedStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.LogTail;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** The servers and, unless they are left out, the API and the consumer: what {@code infra/up} runs. */
final class SaleSystem implements AutoCloseable {

    private static final String DATABASE = "seckill";

    private final Plan plan;
    private final EmbeddedStack servers;
    private final AdminToken token = AdminToken.random();
    private final List<AppProcess> apps = new ArrayList<>(); // in the order in which they stop

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
     */
    record Plan(StackConfig servers, boolean withApps, int apiPort, int adminPort, int consumerPort, long stock) {

        AppCommand api(EmbeddedStack stack, AdminToken token) {
            return AppCommand.ofModule("api", "seckill-api", apiPort, log("api"))
                    .withArguments("--host", "127.0.0.1")
                    .withArguments("--admin-host", "127.0.0.1", "--admin-port", Integer.toString(adminPort))
                    .withArguments("--redis", stack.redisUrl(), "--kafka", stack.kafkaBootstrapServers())
                    .withArguments("--stock", Long.toString(stock))
                    .withEnvironment(token.variable());
        }

        AppCommand consumer(EmbeddedStack stack) {
            return AppCommand.ofModule("consumer", "order-consumer", consumerPort, log("consumer"))
                    .withArguments("--host", "127.0.0.1")
                    .withArguments("--kafka", stack.kafkaBootstrapServers())
                    .withArguments("--mysql", stack.mysqlUrl(DATABASE))
                    .withArguments("--mysql-user", stack.mysqlUser(), "--mysql-password", stack.mysqlPassword());
        }

        private Path log(String program) {
            return servers.data().resolve("logs").resolve(program + ".log");
        }
    }

    /**
     * Starts the servers, then the API, which creates the counter, then the consumer.
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
                system.apps.add(AppProcess.start(plan.api(system.servers, system.token)));
                system.apps.add(AppProcess.start(plan.consumer(system.servers)));
            }
            return system;
        } catch (RuntimeException e) {
            system.close();
            throw e;
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
        return table + "\n" + (apps.isEmpty() ? jarsByHand() : requests());
    }

    private String where(ChildServer part) {
        return switch (part.name()) {
            case "redis" -> servers.redisUrl();
            case "kafka" -> servers.kafkaBootstrapServers();
            case "mysql" -> servers.mysqlUrl(DATABASE) + " (user root, no password)";
            default -> "http://127.0.0.1:" + part.port();
        };
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

    private String requests() {
        String api = apps.get(0).url();
        String consumer = apps.get(1).url();
        return String.format(
                Locale.ROOT, """
                Next, in another terminal:
                  curl -i -X POST %s/mock/mock     buy one; the header Order-Id tells which order
                  curl -i %s/health/ready          is the API ready?
                  curl -i %s/health/ready          is the consumer?
                  curl %s/metrics                  what the API counted
                  curl %s/metrics                  what the consumer counted
                Plan a sale with this run's admin token, and see %s/docs for what else there is:
                  curl -i -X PUT %s/api/sales/first -H 'Authorization: Bearer %s' \\
                    -H 'Content-Type: application/json' -d '{"name":"First sale","item":"car","allotment":10}'
                  curl -i %s/api/sales/first/orders -H 'Content-Type: application/json' -d '{"buyer":"ann"}'
                """, api, api, consumer, apps.get(0).adminUrl(), consumer, api, api, token.value(), api);
    }

    /** Stops the API, so that no order comes in, then the consumer, then the servers. */
    @Override
    public void close() {
        apps.forEach(AppProcess::stop);
        servers.close();
    }
}
