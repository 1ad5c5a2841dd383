package dev.seckill.infra.app;

import dev.seckill.infra.Checkout;
import dev.seckill.infra.embedded.ChildStack;
import dev.seckill.infra.embedded.EmbeddedCluster;
import dev.seckill.infra.embedded.EmbeddedStack;
import dev.seckill.infra.embedded.SecureStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.process.ChildServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The servers and, unless they are left out, the API and the consumer: what {@code infra/up} runs. */
final class SaleSystem implements AutoCloseable {

    private static final String DATABASE = "seckill";

    private final Plan plan;
    private final ChildStack servers;
    private final Tokens tokens;
    private final Programs programs; // null if they are left out
    private SampleSale sample;

    private SaleSystem(Plan plan, ChildStack servers) {
        this.plan = plan;
        this.servers = servers;
        this.tokens = new Tokens(Token.random(), Token.random());
        this.programs = plan.withApps() ? programs() : null;
    }

    private Programs programs() {
        return plan.isCluster() ? Programs.cluster(plan, servers, tokens) : Programs.single(plan, servers, tokens);
    }

    /**
     * Made anew at each start.
     *
     * @param operator of whoever runs the sales
     * @param reader of the API, for the order book
     */
    record Tokens(Token operator, Token reader) {}

    /**
     * What to start.
     *
     * @param isCluster whether there are several of each, so that one can end and nothing is lost
     * @param isSecure whether everything speaks TLS and asks who comes; not for a cluster
     * @param apiPort port of the API, or of the balancer; 0 = a free one
     * @param adminPort port of the first API's health and metrics, 0 = a free one
     * @param consumerPort port of the first consumer, 0 = a free one
     * @param stock units on offer if there is no counter yet
     * @param sampleOpens how soon the sample sale opens; zero: there is none
     */
    record Plan(
            StackConfig servers,
            boolean isCluster,
            boolean isSecure,
            boolean withApps,
            int apiPort,
            int adminPort,
            int consumerPort,
            long stock,
            Duration sampleOpens) {

        /** An API, which passes reads of the order book on to this port. */
        AppCommand api(String name, int port, int itsAdminPort, int orderBookPort, ChildStack stack, Tokens tokens) {
            return AppCommand.ofModule(name, "seckill-api", port, log(name))
                    .withArguments("--host", "127.0.0.1")
                    .withArguments("--admin-host", "127.0.0.1", "--admin-port", Integer.toString(itsAdminPort))
                    .withArguments(stack.apiSettings().toArray(String[]::new))
                    .withArguments("--stock", Long.toString(stock))
                    .withArguments(proofs())
                    .withArguments("--order-book", address(stack, orderBookPort))
                    .withArguments(stack.authority()
                            .map(ca -> new String[] {"--order-book-ca=" + ca})
                            .orElse(new String[0]))
                    .withArguments(stack.httpSettings().toArray(String[]::new))
                    .withAuthority(stack.authority().orElse(null))
                    .withEnvironment(Map.of(
                            "ADMIN_TOKENS",
                            tokens.operator().named("operator"),
                            "ORDER_BOOK_TOKEN",
                            tokens.reader().value()));
        }

        AppCommand consumer(String name, int port, ChildStack stack, Tokens tokens) {
            return AppCommand.ofModule(name, "order-consumer", port, log(name))
                    .withArguments("--host", "127.0.0.1")
                    .withArguments(stack.consumerSettings(DATABASE).toArray(String[]::new))
                    .withArguments(proofs())
                    .withArguments("--proofs", servers.data().resolve("proofs").toString())
                    .withArguments(stack.httpSettings().toArray(String[]::new))
                    .withAuthority(stack.authority().orElse(null))
                    .withEnvironment(Map.of("READ_TOKENS", tokens.reader().named("api")));
        }

        private String[] proofs() {
            return ProofSettings.in(servers.data().resolve("proof-keys"));
        }

        Path log(String program) {
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
        SaleSystem system = new SaleSystem(plan, servers(plan));
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

    private static ChildStack servers(Plan plan) {
        if (plan.isSecure()) {
            SecureStack servers = SecureStack.start(plan.servers());
            servers.trustInThisJvm();
            return servers;
        }
        return plan.isCluster() ? EmbeddedCluster.start(plan.servers()) : EmbeddedStack.start(plan.servers());
    }

    private void startApps() {
        Migration.run(servers, DATABASE);
        programs.start();
        if (!plan.sampleOpens().isZero()) {
            sample = SampleSale.openingIn(plan.sampleOpens(), Instant.now());
            sample.offer(programs.url(), tokens.operator());
        }
    }

    /**
     * Waits until a part ends by itself; in a cluster that is told and the part started again, but for a few times only.
     *
     * @return what ended by itself and the end of its log
     * @throws InterruptedException if somebody asks for the stop
     */
    String awaitEnd(Consumer<String> say) throws InterruptedException {
        int restarts = plan.isCluster() ? Watch.RESTARTS : 0;
        try (Watch watch = new Watch(parts().toList(), restarts, Watch.AWAY, say)) {
            return watch.awaitEnd();
        }
    }

    /** All that runs. */
    Stream<ChildServer> parts() {
        return Stream.concat(servers.servers().stream(), programs == null ? Stream.empty() : programs.parts());
    }

    /** Where everything is, and what to try next. */
    String overview() {
        Table table = new Table("what", "where", "pid", "log");
        parts().forEach(part -> table.add(
                part.name(), where(part), Long.toString(part.pid()), part.log().toString()));
        return table + "\n" + (programs == null ? jarsByHand() : ofPrograms());
    }

    private String ofPrograms() {
        String overview = overviewOfApps().text(ZoneId.systemDefault());
        if (!plan.isCluster()) {
            return overview;
        }
        String both = programs.apis().stream().map(AppProcess::url).collect(Collectors.joining(" and "));
        return overview
                + (programs.isBalanced()
                        ? "HAProxy shares requests out to " + both + ".\n"
                        : "HAProxy is not installed: buyers may go to " + both + ".\n")
                + "Kill what you like (kill -9 PID): it is started again after " + Watch.AWAY.toSeconds() + " s.\n";
    }

    private String where(ChildServer part) {
        return switch (part.name().replaceFirst("-[0-9]+$", "")) {
            case "redis" -> plan.isCluster() || plan.isSecure() ? address(part) : servers.redisUrl();
            case "kafka" -> address(part);
            case "mysql" -> plan.isSecure() ? address(part) : servers.mysqlUrl(DATABASE) + " (user root, no password)";
            default -> address(servers, part.port());
        };
    }

    private static String address(ChildServer part) {
        return "127.0.0.1:" + part.port();
    }

    /** Of one of our programs. */
    private static String address(ChildStack stack, int port) {
        return (stack.authority().isPresent() ? "https" : "http") + "://127.0.0.1:" + port;
    }

    private Overview overviewOfApps() {
        return new Overview(
                programs.url(),
                programs.apis().get(0).adminUrl(),
                programs.consumers().get(0).url(),
                tokens.operator(),
                sample,
                servers.authority().orElse(null));
    }

    private String jarsByHand() {
        return String.format(
                Locale.ROOT,
                """
                Next, in two other terminals:
                  java -jar seckill-api/target/seckill-api.jar %s --stock %d
                  java -jar order-consumer/target/order-consumer.jar %s
                """,
                plan.isSecure()
                        ? String.join(" ", servers.apiSettings())
                        : "--redis " + servers.redisUrl() + " --kafka " + servers.kafkaBootstrapServers(),
                plan.stock(),
                plan.isSecure()
                        ? String.join(" ", servers.consumerSettings(DATABASE))
                        : "--kafka " + servers.kafkaBootstrapServers() + " --mysql " + servers.mysqlUrl(DATABASE));
    }

    /** Stops the API, so that no order comes in, then the consumer, then the servers. */
    @Override
    public void close() {
        if (programs != null) {
            programs.stop();
        }
        servers.close();
    }
}
