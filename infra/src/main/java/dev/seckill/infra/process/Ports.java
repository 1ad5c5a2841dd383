package dev.seckill.infra.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;

/** Free ports on loopback, each given once. Thread-safe. */
public final class Ports {

    /** How far the second port of a Redis Cluster node, its bus, is from the first: Redis 6.2 has no setting for it. */
    public static final int CLUSTER_BUS = 10_000;

    static final int ATTEMPTS_MAX = 100;

    // Below the ephemeral range of Linux and macOS: while a server is down, no outgoing connection may be given its
    // port.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private final Random random = new Random();
    private final Set<Integer> given = new HashSet<>();

    /** A port on which nobody listens now. */
    public int free() {
        return free(HIGHEST, Ports::isFree);
    }

    /** A port on which nobody listens now, nor on the one that is {@link #CLUSTER_BUS} above. */
    public int freeForClusterNode() {
        return free(HIGHEST - CLUSTER_BUS, port -> isFree(port) && isFree(port + CLUSTER_BUS));
    }

    private synchronized int free(int end, IntPredicate isFree) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = random.nextInt(LOWEST, end);
            if (!given.contains(port) && isFree.test(port)) {
                given.add(port);
                return port;
            }
        }
        throw new IllegalStateException(
                String.format(Locale.ROOT, "no free port found (tried=%d, range=%d-%d)", ATTEMPTS_MAX, LOWEST, end));
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // what just closed there does not count
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException e) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException("can't look whether port " + port + " is free", e);
        }
    }
}
