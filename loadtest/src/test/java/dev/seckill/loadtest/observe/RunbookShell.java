package dev.seckill.loadtest.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seckill.infra.Checkout;
import dev.seckill.infra.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Runs the runbook's commands as they stand. Each site has its own way to start a part again, which the runbook calls
 * {@code restart}; here it is a test's, which kills the part as it is and starts it.
 */
final class RunbookShell implements AutoCloseable {

    private static final long WAIT_MINUTES = 3;

    private final HttpServer control;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Map<String, String> addresses;
    private final Path folder;

    /**
     * @param addresses the variables that the runbook uses
     * @param parts what can be started again, by name
     * @param folder for what the commands print
     */
    RunbookShell(Map<String, String> addresses, Function<String, Server> parts, Path folder) {
        this.addresses = addresses;
        this.folder = folder;
        try {
            control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        control.setExecutor(threads);
        control.createContext("/restart/", exchange -> restart(exchange, parts));
        control.start();
    }

    private static void restart(HttpExchange exchange, Function<String, Server> parts) throws IOException {
        try (exchange) {
            int status = 204;
            try {
                Server part = parts.apply(exchange.getRequestURI().getPath().substring("/restart/".length()));
                part.kill();
                part.start();
            } catch (RuntimeException e) {
                status = 500;
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /**
     * Runs commands from the top of the checkout, and stops at the first that fails.
     *
     * @param more variables
     * @return what they printed
     * @throws IllegalStateException if one fails; the message has what was printed
     */
    String run(String commands, Map<String, String> more) throws IOException, InterruptedException {
        String script = "set -euo pipefail\nrestart() { curl -fsS -X POST http://127.0.0.1:"
                + control.getAddress().getPort() + "/restart/\"$1\"; }\n" + commands;
        Path output = Files.createTempFile(folder, "runbook", ".log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(Checkout.find().root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(addresses);
        builder.environment().putAll(more);
        Process process = builder.start();
        process.getOutputStream().close();
        boolean inTime = process.waitFor(WAIT_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        if (!inTime || process.exitValue() != 0) {
            throw new IllegalStateException("failed (inTime=" + inTime + "):\n" + commands + "\n" + printed);
        }
        return printed;
    }

    @Override
    public void close() {
        control.stop(0);
        threads.shutdownNow();
    }
}
