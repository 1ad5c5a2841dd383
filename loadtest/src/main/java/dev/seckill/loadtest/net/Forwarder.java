package dev.seckill.loadtest.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accepts connections and passes their bytes on, both ways, until either side ends. It has at most a fixed number of
 * connections, with two threads each; past it a new one is closed at once.
 */
public final class Forwarder implements AutoCloseable {

    private static final int BACKLOG = 512;
    private static final int BUFFER_BYTES = 16_384;
    private static final int STACK_BYTES = 128 * 1024;

    private final ServerSocket listening;
    private final int connectionsMax;
    private final Route route;
    private final Passage up = new Passage();
    private final Passage down = new Passage();
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;

    /** Where a connection goes. */
    @FunctionalInterface
    public interface Route {

        /**
         * Connects.
         *
         * @param client which may say where to, before anything is passed on
         */
        Socket connect(Socket client) throws IOException;
    }

    private Forwarder(ServerSocket listening, int connectionsMax, Route route) {
        this.listening = listening;
        this.connectionsMax = connectionsMax;
        this.route = route;
    }

    /**
     * Listens.
     *
     * @param address the port may be 0
     * @throws UncheckedIOException if it cannot
     */
    public static Forwarder listen(InetSocketAddress address, int connectionsMax, Route route) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(address, BACKLOG);
            Forwarder forwarder = new Forwarder(listening, connectionsMax, route);
            start("forwarder-" + listening.getLocalPort(), forwarder::accept);
            return forwarder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address, e);
        }
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** From those who connect. */
    public Passage up() {
        return up;
    }

    /** To those who connect. */
    public Passage down() {
        return down;
    }

    /** Ends every connection, and each new one at once. */
    public void cut() {
        isCut = true;
        lines.forEach(Line::close);
    }

    /** Everything passes again; connections that were cut stay so. */
    public void mend() {
        isCut = false;
        up.open();
        down.open();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (isCut || lines.size() >= connectionsMax) {
                    client.close();
                } else {
                    Line line = new Line(client);
                    lines.add(line);
                    start("forwarder-up", line::run);
                }
            } catch (IOException e) {
                // Closed; or the client has gone already.
            }
        }
    }

    private static Thread start(String name, Runnable job) {
        Thread thread = new Thread(null, job, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** One connection and where it goes. */
    private final class Line {

        private final Socket client;
        private volatile Socket server;

        Line(Socket client) {
            this.client = client;
        }

        void run() {
            try (client;
                    Socket target = connected()) {
                server = target;
                client.setTcpNoDelay(true);
                target.setTcpNoDelay(true);
                Thread back = start("forwarder-down", () -> copy(target, client, down));
                copy(client, target, up);
                back.join();
            } catch (IOException | InterruptedException e) {
                // Nobody there, or one side has gone: the client sees its connection end.
            } finally {
                lines.remove(this);
            }
        }

        private Socket connected() throws IOException, InterruptedException {
            if (!up.await()) {
                throw new ConnectException("closed");
            }
            return route.connect(client);
        }

        /** Ends when the source does, and then ends the target's input; an error ends both. */
        private void copy(Socket from, Socket to, Passage passage) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!passage.await()) {
                        return;
                    }
                    out.write(buffer, 0, read);
                }
                if (passage.await()) {
                    to.shutdownOutput();
                }
            } catch (IOException | InterruptedException e) {
                close();
            }
        }

        void close() {
            close(client);
            close(server);
        }

        private void close(Socket socket) {
            try {
                if (socket != null) {
                    socket.close();
                }
            } catch (IOException e) {
                // It is gone.
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop listening", e);
        } finally {
            up.close();
            down.close();
            lines.forEach(Line::close);
        }
    }
}
