package dev.seckill.infra.observe;

import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The Prometheus that this machine has on its PATH (Debian: {@code apt-get install prometheus}), as a child process on a
 * free port, with data of its own. It touches none that runs here as a service.
 */
public final class Prometheus implements AutoCloseable {

    /** The programs' name, for those who look whether there is one. */
    public static final String NAME = "prometheus";

    private static final Duration START_WAIT = Duration.ofSeconds(60);
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);

    private final ChildServer server;

    private Prometheus(ChildServer server) {
        this.server = server;
    }

    /**
     * Starts it; returns when it answers. It scrapes and applies its rules once a second.
     *
     * @param folder for its files, its data and its log
     * @param rules what {@code infra/prometheus/rules.yml} has, or a change of it
     * @param targets what it scrapes
     * @throws IllegalStateException if there is none on the PATH
     * @throws dev.seckill.infra.StartFailedException if it does not start, with the end of its log
     */
    public static Prometheus start(Path folder, String rules, List<ScrapeTarget> targets) {
        Path executable =
                PathProgram.find(NAME).orElseThrow(() -> new IllegalStateException("no " + NAME + " on the PATH"));
        PrometheusFiles files = new PrometheusFiles(folder.toAbsolutePath().normalize());
        try {
            files.write(rules, targets);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write what Prometheus reads", e);
        }
        ChildServer server = new ChildServer(
                new PrometheusProgram(executable, files, new Ports().free()),
                files.folder().resolve("prometheus.log"),
                START_WAIT,
                STOP_WAIT);
        server.start();
        return new Prometheus(server);
    }

    /** Where it is asked. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.stop();
    }
}
