package dev.seckill.consumer.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/** Takes the address of the server, or names the setting that is to be mended. */
final class ListenSocket {

    private static final int BACKLOG = 256;

    private ListenSocket() {}

    /**
     * Takes the port; who connects waits until somebody accepts.
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
            // Otherwise a port is not free for a while after whoever had it has closed its connections.
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            bind(listener, address);
            return listener;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    private static void bind(ServerSocketChannel listener, InetSocketAddress address) throws IOException {
        try {
            listener.bind(address, BACKLOG);
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
