package dev.seckill.api.warmup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in this process, on a free port of the loopback address, for the clients of a practice sale. It has a thread
 * for each connection, and closing it ends them all.
 */
final class PracticeServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PracticeServer.class);
    private static final int BACKLOG = 50;

    private final String name;
    private final Conversation conversation;
    private final ServerSocket socket;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /** What is said over one connection. */
    @FunctionalInterface
    interface Conversation {

        /** Answers requests until the other side ends the connection; flushes what it writes. */
        void hold(DataInputStream in, DataOutputStream out) throws IOException;
    }

    /** Listens. */
    PracticeServer(String name, Conversation conversation) {
        this.name = name;
        this.conversation = conversation;
        try {
            this.socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Its port on the loopback address. */
    int port() {
        return socket.getLocalPort();
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket connection = socket.accept();
                connections.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException e) {
            log.debug("{} - listens no more", name, e);
        }
    }

    /** Nothing that goes wrong in practice may end the process. */
    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            conversation.hold(
                    new DataInputStream(new BufferedInputStream(connection.getInputStream())),
                    new DataOutputStream(new BufferedOutputStream(connection.getOutputStream())));
        } catch (IOException | RuntimeException e) {
            log.debug("{} - a connection ended", name, e);
        } finally {
            connections.remove(connection);
        }
    }

    @Override
    public void close() {
        close(socket);
        connections.forEach(this::close);
    }

    private void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            log.debug("{} - could not be closed", name, e);
        }
    }
}
