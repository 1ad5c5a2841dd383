package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.infra.process.Ports;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The API as its {@code main} serves it, in the tests' own process: up in a moment, for tests that ask nothing of the jar
 * and end no process.
 */
final class ApiHere implements AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(90);

    private final Buyers prober = new Buyers();
    private final ShutdownSignal shutdown = new ShutdownSignal(exitCode -> {});
    private final String url;
    private final String adminUrl;
    private final CompletableFuture<Integer> served;

    /** Starts with these arguments, which name no ports. */
    ApiHere(List<String> arguments) {
        Ports ports = new Ports();
        int port = ports.free();
        int adminPort = ports.free();
        url = "http://127.0.0.1:" + port;
        adminUrl = "http://127.0.0.1:" + adminPort;
        List<String> line = new ArrayList<>(arguments);
        line.addAll(List.of("--port", Integer.toString(port), "--admin-port", Integer.toString(adminPort)));
        ApiConfig config = ApiConfig.of(line.toArray(String[]::new));
        served = CompletableFuture.supplyAsync(() -> serve(config), task -> new Thread(task, "api-here").start());
    }

    private int serve(ApiConfig config) {
        try (shutdown) {
            return shutdown.endsWith(Main.serveUntil(shutdown, config));
        }
    }

    /** Waits until a GET of this path is answered with 200. */
    ApiHere awaitOk(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
        await(path)
                .atMost(WAIT)
                .ignoreExceptions()
                .until(() -> served.isDone() || prober.send(request).statusCode() == 200);
        assertThat(served).as("the exit code").isNotDone();
        return this;
    }

    String url() {
        return url;
    }

    String adminUrl() {
        return adminUrl;
    }

    /** An orderly stop. */
    @Override
    public void close() {
        shutdown.onShutdown();
        served.join();
    }
}
