package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.infra.app.Up;
import dev.seckill.infra.testing.TakesLong;
import dev.seckill.infra.tls.Trust;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code infra/up} with both programs: here, because their jars are built before this module. */
@Timeout(300)
class UpIT {

    private static final Pattern SAMPLE = Pattern.compile("(http://[^/ ]+)/sales/(sample-[0-9-]+) +a sample sale");
    private static final Pattern TOKEN = Pattern.compile("(https?://[^/ ]+)/console +.*token: ([^ \n]+)");

    private static final Pattern AUTHORITY = Pattern.compile("trust the CA of this start: (.+)");

    @TempDir
    private Path data;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private Process up;

    @AfterEach
    void end() throws InterruptedException {
        up.destroyForcibly();
        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void offersASaleThatOpensSoonAndPrintsWhereItsPageAndTheConsoleAre() throws Exception {
        Instant begin = Instant.now();
        String overview = start("--sample-opens=1h");
        Matcher sample = found(SAMPLE, overview);
        Matcher console = found(TOKEN, overview);
        String api = sample.group(1);
        String sale = sample.group(2);

        assertThat(get(api + "/", null).body()).contains("A hundred cars");
        assertThat(get(api + "/sales/" + sale, null).body()).contains("A hundred cars", sale);
        assertThat(get(console.group(1) + "/console", null).statusCode()).isEqualTo(200);
        JsonNode seen = JsonMapper.builder()
                .build()
                .readTree(get(api + "/api/sales/" + sale, null).body());
        assertThat(seen.get("state").asText()).isEqualTo("SCHEDULED");
        assertThat(Instant.parse(seen.get("opensAt").asText()))
                .isBetween(begin.plusSeconds(3599), Instant.now().plusSeconds(3600));
        assertThat(seen.get("left").asInt()).isEqualTo(100);
        assertThat(seen.get("holdFor").asInt()).isPositive();

        // The order book is there for the console; it may not have heard of the sale yet.
        assertThat(get(api + "/api/sales/" + sale + "/events", console.group(2)).statusCode())
                .isIn(200, 404);
        assertThat(get(api + "/api/sales/" + sale + "/events", "nobody-s-token").statusCode())
                .isEqualTo(401);

        up.destroy();
        assertThat(up.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isZero();
    }

    /** The whole way of an order over TLS: bought with the CA that is printed, logged, and read from the order book. */
    @Test
    @TakesLong
    void secured_sellsOverTlsAndLeavesNothingRunning() throws Exception {
        String overview = start("--secure", "--sample-opens=0s", "--stock=3");
        Matcher console = found(TOKEN, overview);
        String api = console.group(1);
        HttpClient trusting = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(Trust.in(Path.of(found(AUTHORITY, overview).group(1))))
                .build();
        List<ProcessHandle> children = up.descendants().toList();
        assertThat(children).as(overview).hasSizeGreaterThanOrEqualTo(5); // three servers, two programs

        assertThat(api).startsWith("https://");
        assertThatThrownBy(() -> get(api + "/health/ready", null)).isInstanceOf(SSLHandshakeException.class);
        HttpResponse<String> bought = trusting.send(
                HttpRequest.newBuilder(URI.create(api + "/mock/mock"))
                        .timeout(Duration.ofSeconds(30))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(bought.body()).isEqualTo("[2]"); // of three
        String order = bought.headers().firstValue("Order-Id").orElseThrow();
        HttpRequest inTheBook = HttpRequest.newBuilder(URI.create(api + "/api/sales/counter/orders.csv"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + console.group(2))
                .build();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> trusting.send(inTheBook, BodyHandlers.ofString()).body(), body -> body.contains(order));

        up.destroy();
        assertThat(up.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(up.exitValue()).isZero();
        await().atMost(Duration.ofSeconds(30)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Returns what it prints until all have started. */
    private String start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Up.class.getName(),
                "--free-ports",
                "--data=" + data));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        inHaste(builder);
        up = builder.start();
        StringBuilder printed = new StringBuilder();
        BufferedReader output = up.inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith("Ctrl-C stops")) {
            printed.append(line).append('\n');
            line = output.readLine();
        }
        assertThat(line).as("the end of the overview after:%n%s", printed).isNotNull();
        return printed.toString();
    }

    /** What it starts lives for moments: neither a warm-up nor well compiled code pays. */
    static void inHaste(ProcessBuilder builder) {
        builder.environment().putAll(Map.of("WARM_UP", "0", "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1"));
    }

    private static Matcher found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher;
    }

    private HttpResponse<String> get(String address, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
