package dev.seckill.infra.app;

import dev.seckill.infra.Server;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.LogTail;
import dev.seckill.infra.process.Program;
import dev.seckill.infra.process.Waiting;
import dev.seckill.infra.tls.Trust;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * One of the project's own programs as a child process: it ends with this JVM, also when that is killed. It answers when
 * {@code GET /health/ready} says 200.
 */
public final class AppProcess implements Server, AutoCloseable {

    private static final String READY = "/health/ready";
    private static final int PROBE_WAIT_MILLIS = 2_000;

    private final AppCommand command;
    private final App app;
    private final ChildServer child;
    private final StartLine startLine;

    /** A program that is not started yet. */
    public AppProcess(AppCommand command) {
        this.command = command;
        this.app = new App(command, command.authority() == null ? null : Trust.in(command.authority()));
        this.child = new ChildServer(app, command.log(), command.startWait(), command.stopWait());
        this.startLine = new StartLine(command.log());
    }

    /** Starts a program; returns when it is ready. */
    public static AppProcess start(AppCommand command) {
        AppProcess process = new AppProcess(command);
        process.start();
        return process;
    }

    @Override
    public void start() {
        startLine.expectAnew();
        child.start();
    }

    /** Starts it and does not wait until it is ready. */
    public void launch() {
        startLine.expectAnew();
        child.launch();
    }

    @Override
    public void stop() {
        child.stop();
    }

    /**
     * Stops it as {@link #stop()} does.
     *
     * @return its exit code; 137 if it did not stop in time and was killed
     */
    public int stopForExitCode() {
        child.stop();
        return child.exitCode();
    }

    @Override
    public void kill() {
        child.kill();
    }

    @Override
    public void freeze() {
        child.freeze();
    }

    @Override
    public void thaw() {
        child.thaw();
    }

    /** Nothing to delete: it keeps no data. */
    @Override
    public void wipe() {
        child.wipe();
    }

    @Override
    public boolean isRunning() {
        return child.isRunning();
    }

    @Override
    public int port() {
        return command.port();
    }

    /** The process id. */
    public long pid() {
        return child.pid();
    }

    /** The file that gets what it prints. */
    public Path log() {
        return command.log();
    }

    /** Completes with the exit code when the latest process ends, for whatever reason. */
    public CompletableFuture<Integer> onExit() {
        return child.onExit();
    }

    /** Where it is, such as {@code http://127.0.0.1:3000}. */
    public String url() {
        return command.url();
    }

    /**
     * Where it shows what it counts, if that is an address of its own, such as {@code http://127.0.0.1:3002}. Waits
     * until its log tells: it may have chosen the port.
     *
     * @throws StartFailedException if that does not happen within the bound of a start, or the process ends
     */
    public String adminUrl() {
        boolean inTime =
                Waiting.until(command.startWait(), () -> startLine.adminPort().isPresent() || !isRunning());
        if (!inTime || startLine.adminPort().isEmpty()) {
            throw new StartFailedException(
                    command.name(), "did not tell its admin port (running=" + isRunning() + "); " + LogTail.of(log()));
        }
        return "http://127.0.0.1:" + startLine.adminPort().getAsInt();
    }

    /** Waits until it is ready, within the bound of a start. */
    public void awaitReady() {
        awaitHttp(READY, command.startWait());
    }

    /**
     * Waits until a GET of this path is answered with 200.
     *
     * @throws StartFailedException if that does not happen within the bound, or the process ends
     */
    public void awaitHttp(String path, Duration bound) {
        boolean inTime = Waiting.until(bound, () -> !isRunning() || isOk(path));
        if (!inTime || !isRunning()) {
            throw new StartFailedException(
                    command.name(),
                    String.format(
                            Locale.ROOT,
                            "GET %s did not say 200 within %s (running=%s); %s",
                            url() + path,
                            bound,
                            isRunning(),
                            LogTail.of(log())));
        }
    }

    private boolean isOk(String path) {
        try {
            return app.isOk(path);
        } catch (IOException e) {
            return false; // not yet: the wait around this has a bound
        }
    }

    ChildServer child() {
        return child;
    }

    @Override
    public void close() {
        stop();
    }

    /** @param trust whom to trust where it speaks HTTPS, else null */
    private record App(AppCommand app, SSLContext trust) implements Program {

        @Override
        public String name() {
            return app.name();
        }

        @Override
        public int port() {
            return app.port();
        }

        @Override
        public void wipe() {
            // It keeps no data.
        }

        @Override
        public void prepare() {
            // The jar is all it needs.
        }

        @Override
        public List<String> command() {
            return app.commandLine();
        }

        @Override
        public Map<String, String> environment() {
            return app.environment();
        }

        @Override
        public boolean answers() throws IOException {
            return isOk(READY);
        }

        private boolean isOk(String path) throws IOException {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(app.url() + path).toURL().openConnection();
            if (connection instanceof HttpsURLConnection secure) {
                secure.setSSLSocketFactory(trust.getSocketFactory());
            }
            connection.setConnectTimeout(PROBE_WAIT_MILLIS);
            connection.setReadTimeout(PROBE_WAIT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        }
    }
}
