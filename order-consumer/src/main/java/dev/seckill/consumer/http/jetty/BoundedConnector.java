package dev.seckill.consumer.http.jetty;

import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.tls.ServerTls;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts clients, as many as there may be, and lets none of them take more than its share. */
public final class BoundedConnector extends ServerConnector {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedConnector.class);
    private static final int ACCEPTING_THREADS = 1;
    private static final int SELECTING_THREADS = 1;
    /** What the pool of buffers keeps for later, in the heap and outside of it. */
    private static final long POOLED_BYTES_MAX = 1 << 20;

    private static final long ACCEPT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ServerSocketChannel listening;
    private final OpenConnections open;
    /** Null without TLS. */
    private ShownCertificate certificate;

    private final SparseLine acceptFailed = new SparseLine();

    /**
     * Not accepting yet.
     *
     * @param listening where it will accept; closed with it
     * @param connectionsMax open connections; past it the oldest makes room
     * @param headMax bytes of a head
     * @param headWait longest time for a head, and then for a client that does not take its reply
     * @param tls what is shown to clients; null: no TLS
     * @throws IllegalArgumentException if the files of the certificate are not good
     */
    public BoundedConnector(
            Server server,
            HttpConfiguration http,
            ServerSocketChannel listening,
            int connectionsMax,
            int headMax,
            Duration headWait,
            ServerTls tls) {
        super(
                server,
                null,
                null,
                new ArrayByteBufferPool(-1, -1, -1, -1, POOLED_BYTES_MAX, POOLED_BYTES_MAX),
                ACCEPTING_THREADS,
                SELECTING_THREADS);
        this.listening = listening;
        open = new OpenConnections(connectionsMax, headWait, getScheduler());
        addBean(open);
        getSelectorManager().addEventListener(open);
        clearConnectionFactories();
        if (tls != null) {
            certificate = new ShownCertificate(tls, getScheduler());
            addBean(certificate);
            SslConnectionFactory secure = new SslConnectionFactory(certificate.tls(), HttpVersion.HTTP_1_1.asString());
            secure.setEnsureSecureRequestCustomizer(false);
            addConnectionFactory(secure);
            // For the scheme that requests have. A name in it that is not the certificate's is the client's affair.
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        addConnectionFactory(new Connections(http, headMax, open));
        // Ours come first; this ends a client that stands still in the midst of a long reply.
        setIdleTimeout(2 * headWait.toMillis());
    }

    /** When the certificate expires; null without one. */
    public Instant certificateExpires() {
        return certificate == null ? null : certificate.expires();
    }

    /** How many connections there are. */
    public int connections() {
        return open.size();
    }

    /** How many were refused, or had to make room, so far. */
    public long refusedAtMax() {
        return open.refusedAtMax();
    }

    /** How many were ended so far because they took too long. */
    public long endedLate() {
        return open.endedLate();
    }

    @Override
    protected ServerSocketChannel openAcceptChannel() {
        return listening;
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new Entrance(executor, scheduler, selectors);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        EndPointThatTells endPoint = new EndPointThatTells(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /** Descriptors have run out, as a rule: pauses, since they do not come back at once, and says so in a line. */
    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        if (!isRunning() || failure instanceof ClosedChannelException || failure instanceof InterruptedException) {
            return false; // it stops
        }
        acceptFailed.say(times -> LOG.warn(
                "http-server - connections cannot be accepted (times={}, reason={})", times, Reason.of(failure)));
        LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
        return true;
    }

    /** Makes connections with bounds. */
    private static final class Connections extends HttpConnectionFactory {

        private final OpenConnections open;

        Connections(HttpConfiguration http, int headMax, OpenConnections open) {
            super(http);
            setInputBufferSize(headMax);
            this.open = open;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            BoundedConnection connection =
                    new BoundedConnection(getHttpConfiguration(), connector, endPoint, open, System.nanoTime());
            connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
            return configure(connection, connector, endPoint);
        }
    }

    /** Lets connections in, and counts the turns of the thread that selects. */
    private final class Entrance extends ServerConnectorManager {

        private volatile ManagedSelector selecting;

        Entrance(Executor executor, Scheduler scheduler, int selectors) {
            super(executor, scheduler, selectors);
        }

        @Override
        protected ManagedSelector newSelector(int id) {
            selecting = new ManagedSelector(this, id) {
                @Override
                protected int nioSelect(Selector selector, boolean now) throws IOException {
                    open.turn();
                    return super.nioSelect(selector, now);
                }
            };
            return selecting;
        }

        @Override
        public void accept(SelectableChannel channel, Object attachment) {
            if (open.admit(() -> selecting.submit(selector -> {}))) {
                super.accept(channel, attachment);
            } else {
                IO.close(channel);
            }
        }

        /** A task that is also an update of the selector is a new connection: no other thread is needed for it. */
        @Override
        protected void execute(Runnable task) {
            if (task instanceof ManagedSelector.SelectorUpdate) {
                task.run();
            } else {
                super.execute(task);
            }
        }
    }

    /** Tells its connection that something came, before a thread is found that reads it. */
    private static final class EndPointThatTells extends SocketChannelEndPoint {

        EndPointThatTells(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
            super(channel, selector, key, scheduler);
        }

        @Override
        public Runnable onSelected() {
            Connection inner = getConnection() instanceof SslConnection tls
                    ? tls.getSslEndPoint().getConnection()
                    : getConnection();
            if (inner instanceof BoundedConnection connection) {
                connection.hasSent();
            }
            return super.onSelected();
        }
    }
}
