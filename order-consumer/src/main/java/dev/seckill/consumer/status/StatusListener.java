package dev.seckill.consumer.status;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;

/** Takes the address of the status port, or names the setting that is to be mended. */
final class StatusListener {

    private static final int BACKLOG = 256;

    private StatusListener() {}

    /**
     * Listens without waiting for connections.
     *
     * @throws IOException if the address cannot be had; its message names the setting
     */
    static ServerSocketChannel open(HttpSettings settings) throws IOException {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            throw new IOException("--host (CONSUMER_HOST) is no address of this machine, its name does not resolve");
        }
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            bind(listener, address);
            return listener;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    private static void bind(ServerSocketChannel listener, InetSocketAddress address) throws IOException {
        try {
            listener.bind(address, BACKLOG).configureBlocking(false);
        } catch (SocketException e) {
            String setting = isOfThisMachine(address.getAddress())
                    ? "--port (CONSUMER_PORT) cannot be taken"
                    : "--host (CONSUMER_HOST) is no address of this machine";
            throw new IOException(setting + " (" + e.getMessage() + ")", e);
        }
    }

    /** Whether any port of the address can be taken. */
    private static boolean isOfThisMachine(InetAddress address) {
        try (ServerSocket anyPort = new ServerSocket(0, 1, address)) {
            return anyPort.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
