package dev.seckill.loadtest.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Another address for what listens on this machine, by the name {@code localhost}, for one Java program, and that way can be
 * broken for it alone. So whatever names itself {@code localhost}, as Kafka's brokers do, is reached through here, by channels
 * too. Linux has all addresses of the net 127; on other systems one may have to be added first.
 */
public final class OtherHost implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 500;
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(2);

    private final Path hosts;
    private final List<Forwarder> doors = new ArrayList<>();

    private OtherHost(Path hosts) {
        this.hosts = hosts;
    }

    /**
     * Listens.
     *
     * @param address such as 127.0.0.2
     * @param ports what is reached there, each under its own number
     * @param hosts a file to be written
     * @throws UncheckedIOException if that address cannot be had
     */
    public static OtherHost listen(String address, List<Integer> ports, Path hosts) {
        OtherHost host = new OtherHost(hosts);
        try {
            Files.writeString(hosts, address + " localhost\n");
            for (int port : ports) {
                host.doors.add(Forwarder.listen(
                        new InetSocketAddress(address, port), CONNECTIONS_MAX, client -> connect(port)));
            }
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + hosts, e);
        } catch (RuntimeException failed) {
            host.close();
            throw failed;
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket server = new Socket();
        try {
            server.connect(new InetSocketAddress("127.0.0.1", port), Math.toIntExact(CONNECT_WAIT.toMillis()));
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** What a JVM needs to take this address for {@code localhost}; it knows no other names then. */
    public List<String> jvmOptions() {
        return List.of("-Djdk.net.hosts.file=" + hosts);
    }

    /** What passes through it. */
    public List<Forwarder> lines() {
        return List.copyOf(doors);
    }

    @Override
    public void close() {
        doors.forEach(Forwarder::close);
    }
}
