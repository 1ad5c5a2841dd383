package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.app.Up;
import dev.seckill.infra.embedded.RedisTalk;
import dev.seckill.infra.testing.TakesLong;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code infra/up --cluster} with both programs, of which some are killed, and come back. */
@TakesLong
@Timeout(400)
final class UpClusterIT {

    private static final Duration WAIT = Duration.ofSeconds(90);
    private static final Pattern PART = Pattern.compile(
            "(?m)^  ([a-z]+)(-\\d)? +(?:http://|jdbc:mysql://)?127\\.0\\.0\\.1:(\\d+)\\S* .*?(\\d+) +/\\S+$");
    private static final Pattern BUY = Pattern.compile("POST (http://\\S+/mock/mock)");

    @TempDir
    private Path data;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Process up;
    private BufferedReader output;

    @AfterEach
    void end() throws InterruptedException {
        up.destroyForcibly();
        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** One line of the overview. */
    private record Part(String kind, String name, int port, long pid) {

        static Part of(MatchResult line) {
            String number = line.group(2) == null ? "" : line.group(2);
            return new Part(
                    line.group(1),
                    line.group(1) + number,
                    Integer.parseInt(line.group(3)),
                    Long.parseLong(line.group(4)));
        }

        boolean isRunning() {
            return ProcessHandle.of(pid).isPresent();
        }

        void kill() {
            ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
            assertThat(process.destroyForcibly()).isTrue();
        }
    }

    @Test
    void sellsOnWhenTheMasterOfTheSaleAnApiAndABrokerAreKilled() throws Exception {
        String overview = start();
        List<Part> parts = PART.matcher(overview).results().map(Part::of).toList();
        assertThat(parts.stream().collect(Collectors.groupingBy(Part::kind, Collectors.counting())))
                .containsAllEntriesOf(Map.of("redis", 6L, "kafka", 3L, "mysql", 1L, "api", 2L, "consumer", 2L));
        List<Part> apis =
                parts.stream().filter(part -> part.kind().equals("api")).toList();
        URI shop = URI.create(
                BUY.matcher(overview).results().findFirst().orElseThrow().group(1));

        List<String> left = new ArrayList<>(List.of(buy(shop), buy(shop)));
        Part redis = first(parts, part -> part.kind().equals("redis") && hasCounter(part));
        redis.kill();
        left.add(buy(shop));
        Part kafka = first(parts, part -> part.kind().equals("kafka"));
        kafka.kill();
        left.add(buy(shop));
        Part api = first(apis, each -> each.port() != shop.getPort());
        api.kill();
        left.add(buy(shop));

        // A unit whose buyer got no reply may be sold as well; no number is told twice.
        assertThat(left)
                .doesNotHaveDuplicates()
                .isSubsetOf(IntStream.range(0, 100)
                        .mapToObj(number -> "[" + number + "]")
                        .toList());
        assertSaysThatItStartsThemAgain(redis, kafka, api);
        assertThat(parts)
                .filteredOn(part -> !List.of(redis, kafka, api).contains(part))
                .allMatch(Part::isRunning);
        up.destroy();
        assertThat(up.waitFor(150, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isZero();
        assertThat(parts).noneMatch(Part::isRunning);
    }

    private void assertSaysThatItStartsThemAgain(Part... killed) throws IOException {
        List<String> expected = Stream.of(killed)
                .flatMap(part -> Stream.of(
                        part.name() + " ended by itself with exit code 137; it is started again in 10 s",
                        part.name() + " was started again"))
                .toList();
        List<String> said = new ArrayList<>();
        while (said.size() < expected.size()) {
            said.add(output.readLine()); // null at its end, which is nothing that is expected
        }
        assertThat(said).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Part first(List<Part> parts, Predicate<Part> which) {
        return parts.stream().filter(which).findFirst().orElseThrow();
    }

    /** A replica, or the master of other slots, says where to ask instead. */
    private static boolean hasCounter(Part redis) {
        try {
            return RedisTalk.ask(redis.port(), "GET", "counter") != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** What is left, as told to a buyer who asks until they get one; they may have got more than one. */
    private String buy(URI shop) {
        String[] told = new String[1];
        await().atMost(WAIT).ignoreExceptions().until(() -> {
            HttpRequest request = HttpRequest.newBuilder(shop)
                    .timeout(Duration.ofSeconds(30))
                    .POST(BodyPublishers.noBody())
                    .build();
            HttpResponse<String> reply = http.send(request, BodyHandlers.ofString());
            told[0] = reply.body();
            return reply.statusCode() == 200 || reply.statusCode() == 202;
        });
        return told[0];
    }

    /** Returns what it prints until all have started. */
    private String start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Up.class.getName(),
                        "--cluster",
                        "--free-ports",
                        "--sample-opens=0s",
                        "--data=" + data)
                .redirectErrorStream(true);
        UpIT.inHaste(builder);
        up = builder.start();
        StringBuilder printed = new StringBuilder();
        output = up.inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith("Ctrl-C stops")) {
            printed.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as("the end of the overview after:%n%s", printed).isNotNull();
        return printed.toString();
    }
}
