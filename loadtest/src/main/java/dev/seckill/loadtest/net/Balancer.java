package dev.seckill.loadtest.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A balancer of connections, as plain as they come: it knows nothing of HTTP, gives each new connection to the next
 * instance that its checks call ready, and to another one if that takes none. It repeats no request, so whatever an instance
 * does wrong at its stop is seen.
 */
public final class Balancer implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 2_000;
    private static final Duration CONNECT_WAIT = Duration.ofSeconds(1);

    private final List<ReadyCheck> instances;
    private final AtomicInteger next = new AtomicInteger();
    private final Forwarder forwarder;

    private Balancer(List<ReadyCheck> instances) {
        this.instances = instances;
        this.forwarder = Forwarder.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONNECTIONS_MAX, client -> connect());
    }

    /** Balances between instances, each as {@code http://host:port}. */
    public static Balancer of(List<URI> instances, ReadyCheck.Rhythm rhythm) {
        return new Balancer(instances.stream()
                .map(instance -> ReadyCheck.begin(instance, rhythm))
                .toList());
    }

    private Socket connect() throws IOException {
        int first = next.getAndIncrement();
        List<ReadyCheck> inTurn = IntStream.range(0, instances.size())
                .mapToObj(i -> instances.get(Math.floorMod(first + i, instances.size())))
                .toList();
        List<ReadyCheck> up = inTurn.stream().filter(ReadyCheck::isUp).toList();
        for (ReadyCheck instance : up.isEmpty() ? inTurn : up) { // if none is ready, any may serve nevertheless
            Socket socket = new Socket();
            try {
                socket.connect(instance.address(), Math.toIntExact(CONNECT_WAIT.toMillis()));
                return socket;
            } catch (IOException notTaken) {
                socket.close();
            }
        }
        throw new ConnectException("no instance takes a connection");
    }

    /** Where it is, as {@code http://host:port}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + forwarder.port());
    }

    /** Whether it gives connections to this instance. */
    public boolean isUp(URI instance) {
        return instances.stream().anyMatch(check -> check.isOf(instance) && check.isUp());
    }

    @Override
    public void close() {
        forwarder.close();
        instances.forEach(ReadyCheck::close);
    }
}
