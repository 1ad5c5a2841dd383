package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.consumer.store.TestBook;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.app.AppCommand;
import dev.seckill.infra.testing.QuickStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jar as a child process, with its log in a file. */
final class ConsumerProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "order-consumer.jar");
    private static final Path LOGS = Path.of("target", "consumer-logs");
    private static final QuickStart QUICK_START = new QuickStart(JAR);
    private static final Pattern LISTENING = Pattern.compile("listening \\(host=.*, port=(\\d+)\\)");
    private static final Duration START_WAIT = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;
    private final Path out;
    private final HttpClient http = HttpClient.newHttpClient();

    private ConsumerProcess(Process process, Path log, Path out) {
        this.process = process;
        this.log = log;
        this.out = out;
    }

    /** Makes the starts quick, once. */
    static void prepare(ServerStack stack, TestBook book) {
        try (TestTopic topic = new TestTopic(stack.kafkaBootstrapServers(), "TRAINING-" + UUID.randomUUID())) {
            topic.create(1);
            QUICK_START.makeOnce(AppCommand.ofJar(
                            "consumer",
                            JAR,
                            0,
                            LOGS.resolve("training-" + ProcessHandle.current().pid() + ".log"))
                    .withArguments(arguments(stack, topic.name(), book).toArray(String[]::new)));
        }
    }

    /** Starts the jar with exactly these arguments. */
    static ConsumerProcess start(List<String> arguments) {
        return start(List.of(), arguments);
    }

    /** Starts the jar with these options of the JVM and these arguments. */
    static ConsumerProcess start(List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(QUICK_START.options());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(arguments);
        try {
            Files.createDirectories(LOGS);
            Path log = Files.createTempFile(LOGS, "consumer", ".log");
            Path out = Files.createTempFile(LOGS, "consumer", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(log.toFile()).redirectOutput(out.toFile());
            // The tests' own environment must not set anything.
            builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("HOME"));
            return new ConsumerProcess(builder.start(), log, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the jar on a topic and a database. Waits are short where a test needs them short, and long where a busy
     * machine must not look like an outage.
     */
    static ConsumerProcess start(ServerStack stack, String topic, TestBook book, String... more) {
        List<String> arguments = new ArrayList<>(arguments(stack, topic, book));
        arguments.add("--port=0");
        arguments.addAll(List.of(more));
        return start(arguments);
    }

    static List<String> arguments(ServerStack stack, String topic, TestBook book) {
        return List.of(
                "--kafka=" + stack.kafkaBootstrapServers(),
                "--topic=" + topic,
                "--mysql=" + book.settings().url(),
                "--mysql-user=" + stack.mysqlUser(),
                "--mysql-password=" + stack.mysqlPassword(),
                "--host=127.0.0.1",
                "--session-timeout=6s",
                "--mysql-connection-wait=1s",
                "--retry-max=500ms",
                "--parked-wait=30s");
    }

    /** Waits for a line of the log that contains the text. */
    ConsumerProcess awaitLog(String text) {
        await("log line \"" + text + "\" in " + log)
                .atMost(START_WAIT)
                .until(() -> log().contains(text) || !process.isAlive());
        assertThat(log()).contains(text);
        return this;
    }

    String log() {
        return read(log);
    }

    String out() {
        return read(out);
    }

    /** The body of a reply behind its status: {@code 200 …}. */
    String get(String path) {
        return get(path, null);
    }

    /** The same for who brings a token. */
    String get(String path, String token) {
        awaitLog("listening");
        Matcher port = LISTENING.matcher(log());
        assertThat(port.find()).isTrue();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                .timeout(Duration.ofSeconds(30));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The value of a counter or gauge by its name in Prometheus' form. */
    double metric(String name) {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** SIGTERM, and the exit code. */
    int terminate() {
        process.destroy();
        return exitCode();
    }

    int exitCode() {
        try {
            assertThat(process.waitFor(180, TimeUnit.SECONDS))
                    .as("the process ends; its log: %s", log())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
