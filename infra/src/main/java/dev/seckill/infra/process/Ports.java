package dev.seckill.infra.process;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Random;

/** Free ports on loopback. */
public final class Ports {

    static final int ATTEMPTS_MAX = 100;

    // Below the ephemeral range of Linux and macOS: while a server is down, no outgoing connection may be given its
    // port.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private final Random random = new Random();

    /** A port on which nobody listens now. */
    public int free() {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException(String.format(
                Locale.ROOT, "no free port found (tried=%d, range=%d-%d)", ATTEMPTS_MAX, LOWEST, HIGHEST));
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
