package dev.seckill.infra.app;

import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.Program;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * HAProxy in front of several APIs and consumers, where it is installed.
 *
 * @param program HAProxy's program file
 * @param settings what it is told
 * @param folder gets its file of settings
 */
public record Balancer(Path program, BalancerSettings settings, Path folder) implements Program {

    private static final String NAME = "haproxy";

    /** Where Debian puts it; that is not on everybody's path. */
    private static final List<String> MORE_FOLDERS = List.of("/usr/sbin", "/usr/local/sbin");

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final int CONNECT_WAIT_MILLIS = 500;

    /** HAProxy's program file, on the path or where Debian puts it; empty if there is none. */
    public static Optional<Path> find() {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        MORE_FOLDERS.stream())
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * A balancer that is not started yet.
     *
     * @param folder gets its file of settings
     * @param log gets what it says of servers that come and go
     */
    public static ChildServer of(Path program, BalancerSettings settings, Path folder, Path log) {
        return new ChildServer(new Balancer(program, settings, folder), log, WAIT, WAIT);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int port() {
        return settings.shopPort();
    }

    private Path file() {
        return folder.resolve("haproxy.cfg");
    }

    /** Nothing to delete: it keeps no data. */
    @Override
    public void wipe() {
        // Its settings are written at each start.
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(file(), settings.text());
    }

    @Override
    public List<String> command() {
        return List.of(program.toString(), "-db", "-f", file().toString());
    }

    /** Whether it takes connections; whether a server is ready behind it is another question. */
    @Override
    public boolean answers() throws IOException {
        return takesConnections(settings.shopPort()) && takesConnections(settings.orderBookPort());
    }

    private static boolean takesConnections(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_WAIT_MILLIS);
            return true;
        }
    }
}
