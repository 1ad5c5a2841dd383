package dev.seckill.api.http;

import dev.seckill.api.config.ApiConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/**
 * The port of a server, taken before there is anything to serve: one that is not free is noticed before anything else is
 * started. Who connects waits until an {@link HttpServer} accepts.
 */
public final class ListenSocket implements AutoCloseable {

    private final ServerSocketChannel channel;

    /**
     * Takes the port.
     *
     * @throws ListenFailure if it cannot
     */
    public ListenSocket(ListenFailure.Server server, ApiConfig.Http settings) {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        if (address.isUnresolved()) {
            throw ListenFailure.unresolved(server, settings.host());
        }
        try {
            channel = ServerSocketChannel.open();
        } catch (IOException e) {
            throw ListenFailure.of(server, address, e);
        }
        try {
            // Otherwise a port is not free for a while after whoever had it has closed its connections.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, settings.gate().acceptQueue());
        } catch (IOException | RuntimeException e) {
            close();
            throw ListenFailure.of(server, address, e);
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    /** Gives the port back, if the server that accepts from it has not done so. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("http - a port cannot be given back", e);
        }
    }
}
