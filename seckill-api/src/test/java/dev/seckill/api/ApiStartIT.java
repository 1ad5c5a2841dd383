package dev.seckill.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.app.AppProcess;
import dev.seckill.model.Order;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the program starts, warms up and ends, and what it says when it cannot start. */
final class ApiStartIT extends ApiJarTestBase {

    /** The end of a practice. On a machine with much else to do some of its purchases are given up after a second. */
    private static final Pattern PRACTISED =
            Pattern.compile("warm-up - (done|ended early) \\(purchases=[0-9]+, answered=[1-9]");

    ApiStartIT(ServerStack servers) {
        super(servers);
    }

    @Test
    void theFewestThreadsAreEnoughOnAMachineWithManyProcessors() {
        AppProcess api = start(command("--stock", "1", "--http-threads", "8")
                .withJvmOptions("-XX:ActiveProcessorCount=64")
                .withWaits(WAIT, AppCommand.STOP_WAIT));

        assertThat(buyers.buy(api.url()).body()).isEqualTo("[0]");
    }

    @Test
    void sigtermUnderLoadAnswersWhatIsQueuedAndEndsWithZero() {
        AppProcess api = start("--stock", "100000");
        List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            replies.add(buyers.buyAsync(api.url(), null));
        }
        CompletableFuture<HttpResponse<String>> first = replies.get(0);
        await().atMost(WAIT).until(first::isDone);

        int exitCode = api.stopForExitCode();

        List<String> told = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> reply : replies) {
            try {
                HttpResponse<String> answer = reply.join();
                assertThat(answer.statusCode()).isIn(200, 202, 503);
                if (Buyers.isAccepted(answer)) {
                    told.add(Buyers.orderId(answer));
                }
            } catch (CompletionException refused) {
                // A connection that was never taken is no answer, so no promise either.
                assertThat(refused).hasCauseInstanceOf(IOException.class);
            }
        }
        assertThat(exitCode).isZero();
        assertThat(told).isNotEmpty().doesNotHaveDuplicates();
        assertThat(log().stream().map(order -> order.orderId().toString())).containsAll(told);
        assertThat(Long.parseLong(redis.get(sale)))
                .isEqualTo(
                        100_000 - log().stream().map(Order::orderId).distinct().count());
        assertThat(OutboxInRedis.orders(redis, sale)).isZero();
    }

    @Test
    void sigtermThatCutsBuyersOffEndsWithOne() throws IOException {
        AppProcess api = start(
                "--stock",
                "5",
                "--stop-wait",
                "1s",
                "--redis-timeout",
                "5s",
                "--failover-wait",
                "11s",
                "--relay-after",
                "20s");
        servers.redis().freeze();
        try {
            buyers.buyAsync(api.url(), null);
            await().atMost(WAIT)
                    .until(() -> send(api.adminUrl(), "GET", "/metrics", "")
                            .body()
                            .contains("seckill_requests_received_total 1.0"));

            assertThat(api.stopForExitCode()).isEqualTo(1);
        } finally {
            servers.redis().thaw();
        }
        assertThat(Files.readString(api.log()))
                .contains("could not stop cleanly")
                .contains("requests were cut off")
                .doesNotContain("could not start");
    }

    @Test
    void sigtermThatLeavesOrdersUnsentEndsWithOne() throws IOException {
        AppProcess api = start("--stock", "5", "--stop-wait", "1s", "--publish-wait", "300ms");
        await().atMost(WAIT).until(() -> buyAndLeave(api) == 200);
        servers.kafka().freeze();
        try {
            assertThat(buyAndLeave(api)).isEqualTo(202);

            assertThat(api.stopForExitCode()).isEqualTo(1);
        } finally {
            servers.kafka().thaw();
        }
        assertThat(Files.readString(api.log()))
                .contains("stopped before the order log had acknowledged every order")
                .containsPattern(
                        "\\(orders=[12]\\)") // the first event, which put the units on sale, may still wait too
                .doesNotContain("could not start");
    }

    /** Leaves no idle connection behind, which would take a second of the stop wait. */
    private static int buyAndLeave(AppProcess api) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(api.url() + "/mock/mock").toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Connection", "close");
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    @Test
    void warmUpSellsNothingOfTheSaleAndLeavesNothingBehind() throws IOException {
        Set<String> keysBefore = redis.keys("*");
        Set<String> topicsBefore = topics();

        AppProcess api = start("--stock", "5", "--warm-up", "300", "--warm-up-wait", "40s");

        assertThat(Files.readString(api.log())).containsPattern(PRACTISED);
        assertThat(redis.get(sale)).isEqualTo("5");
        assertThat(send(api.adminUrl(), "GET", "/metrics", "").body()).contains("seckill_requests_received_total 0.0");
        assertThat(log()).isEmpty();
        assertNothingElseAppeared(keysBefore, topicsBefore);
    }

    @Test
    void warmUpNeedsNoServer() throws IOException {
        AppProcess api =
                startUnready("--stock", "5", "--warm-up", "300", "--warm-up-wait", "40s", "--kafka", "127.0.0.1:1");

        await().atMost(WAIT)
                .until(() -> PRACTISED.matcher(Files.readString(api.log())).find());
        assertThat(send(api, "GET", "/health/ready", "").statusCode()).isEqualTo(503);
    }

    @Test
    void whileItWarmsUpItSaysSoAndServesEveryPurchase() throws IOException {
        AppProcess api = startUnready("--stock", "5", "--warm-up", "1000000", "--warm-up-wait", "5m");

        await().atMost(WAIT)
                .until(() -> buyers.buy(api.url()), reply -> reply.body().equals("[4]"));
        assertProblem(send(api, "GET", "/health/ready", ""), 503, "\"The instance is warming up.\"");
        assertProblem(send(api.adminUrl(), "GET", "/health/ready", ""), 503, "\"The instance is warming up.\"");
        assertThat(send(api, "GET", "/health/live", "").statusCode()).isEqualTo(200);
        assertThat(log()).hasSize(1);

        assertThat(api.stopForExitCode()).isZero();
        assertThat(Files.readString(api.log())).contains("warm-up - ended early");
        assertThat(OutboxInRedis.orders(redis, sale)).isZero();
    }

    @Test
    void killedInItsWarmUpItLeavesNothingBehind() throws IOException {
        Set<String> keysBefore = redis.keys("*");
        Set<String> topicsBefore = topics();
        AppProcess api = launch("--stock", "5", "--warm-up", "1000000", "--warm-up-wait", "5m");
        await().atMost(WAIT)
                .until(() -> Files.exists(api.log())
                        && Files.readString(api.log()).contains("counter created (sale=warm-up-"));
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 200);

        api.kill();

        assertNothingElseAppeared(keysBefore, topicsBefore);
    }

    /** But the sale and its order log, which are to stay. */
    private void assertNothingElseAppeared(Set<String> keysBefore, Set<String> topicsBefore) throws IOException {
        Set<String> keys = redis.keys("*");
        keys.removeAll(keysBefore);
        keys.removeIf(key -> key.startsWith("{seckill}:"));
        assertThat(keys).contains(sale).allMatch(key -> key.equals(sale) || key.startsWith("{" + sale + "}:"));
        Set<String> topics = topics();
        topics.removeAll(topicsBefore);
        assertThat(topics).containsExactly(topic);
    }

    @Test
    void badSettingsAreToldTogetherAndEndWithTwo() throws Exception {
        Process process = jar("--port", "70000", "--queue-max", "0").start();

        String told = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(told).contains("--port (PORT): 70000").contains("--queue-max (QUEUE_MAX): 0");
    }

    @Test
    void environmentSetsWhatTheCommandLineDoesNot() throws Exception {
        ProcessBuilder builder = jar("--queue-max", "5");
        builder.environment().put("PORT", "99999");
        builder.environment().put("QUEUE_MAX", "0");

        Process process = builder.start();
        String told = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(told).contains("--port (PORT): 99999 is not in [0..65535]").doesNotContain("--queue-max");
    }

    @Test
    void takenPortIsOneLineAndEndsWithOne() throws Exception {
        assertEndsBecauseItIsTaken("--port", "--admin-port", "--port (PORT)");
    }

    @Test
    void takenAdminPortIsOneLineThatNamesItsOption() throws Exception {
        assertEndsBecauseItIsTaken("--admin-port", "--port", "--admin-port (ADMIN_PORT)");
    }

    private void assertEndsBecauseItIsTaken(String option, String other, String named) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String[] line = {
                option, port, other, "0", "--redis", servers.redisUrl(), "--kafka", servers.kafkaBootstrapServers()
            };
            Process api = jar(line).start();
            String told = new String(api.getErrorStream().readAllBytes(), UTF_8);

            assertThat(api.waitFor()).as(told).isEqualTo(1);
            assertThat(told)
                    .contains("could not start")
                    .contains(named)
                    .contains(port)
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void versionAndHelpAreTold() throws Exception {
        Process version = jar("--version").start();
        assertThat(new String(version.getInputStream().readAllBytes(), UTF_8)).startsWith("seckill-api 0.");
        assertThat(version.waitFor()).isZero();

        Process help = jar("--help").start();
        assertThat(new String(help.getInputStream().readAllBytes(), UTF_8))
                .contains("--stock")
                .contains("[0..65535]");
        assertThat(help.waitFor()).isZero();
    }

    @Test
    void practiseNeedsNoServerAndEnds() throws Exception {
        Process practise = jar("practise", "--warm-up", "30", "--warm-up-wait", "40s", "--kafka", "127.0.0.1:1")
                .start();
        String told = new String(practise.getErrorStream().readAllBytes(), UTF_8);

        assertThat(practise.waitFor()).isZero();
        assertThat(told).containsPattern(PRACTISED);
    }

    @Test
    void theArchiveThatTheBuildMadeIsUsed(@TempDir Path folder) throws Exception {
        Path classes = folder.resolve("classes.log");
        AppCommand api =
                AppCommand.ofModule("api", "seckill-api", 0, folder).withJvmOptions("-Xlog:class+load:file=" + classes);

        assertThat(printed(api.java())).startsWith("seckill-api 0.").hasLineCount(1);
        assertThat(Files.readString(classes))
                .containsPattern("dev\\.seckill\\.api\\.command\\.ApiCommand source: shared objects file");
    }

    @Test
    void anArchiveOfAnotherJarDoesNoHarm(@TempDir Path folder) throws Exception {
        List<String> java = new ArrayList<>(
                AppCommand.ofModule("api", "seckill-api", 0, folder).java());
        Path jar = Path.of(java.get(java.size() - 1));
        java.set(java.size() - 1, Files.copy(jar, folder.resolve("other.jar")).toString());

        assertThat(printed(java)).startsWith("seckill-api 0.").hasLineCount(1);
    }

    /** What {@code --version} prints on standard output. */
    private static String printed(List<String> java) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(java);
        line.add("--version");
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return printed;
    }

    private static ProcessBuilder jar(String... arguments) {
        return ApiJar.builder(List.of(arguments));
    }

    private Set<String> topics() {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers.kafkaBootstrapServers()))) {
            return new HashSet<>(admin.listTopics().names().get());
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
