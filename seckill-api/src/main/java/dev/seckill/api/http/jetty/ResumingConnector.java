package dev.seckill.api.http.jetty;

import dev.seckill.api.config.ApiConfig;
import dev.seckill.model.log.Reason;
import dev.seckill.model.log.SparseLine;
import dev.seckill.model.tls.ServerTls;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts buyers. When another thread has answered one of them, the connection goes on in the thread that selects for
 * it, together with all others answered meanwhile, where Jetty would wake up a thread of the pool for each.
 */
public final class ResumingConnector extends ServerConnector {

    private static final Logger log = LoggerFactory.getLogger(ResumingConnector.class);
    private static final long ACCEPT_PAUSE_MILLIS = 100;
    private static final int ACCEPTING_THREADS = 1;
    /** One, or up to half as many as processors and a 16th of the pool. */
    private static final int SELECTING_THREADS_BY_JETTY = -1;

    private final ServerSocketChannel listening;
    private final OpenConnections connections;
    private final SparseLine acceptFailed = new SparseLine();

    /**
     * Not accepting yet.
     *
     * @param server with {@link Threads}, whose requests are handled without blocking, as {@link InlinePosts} sees to
     * @param tls what is shown to buyers; null: no TLS
     * @param listening where it will accept; closed with it
     * @param figures hears what its connections are like
     * @throws IllegalArgumentException if the files of the certificate are not good
     */
    public ResumingConnector(
            Server server,
            HttpConfiguration http,
            ApiConfig.Gate gate,
            ServerTls tls,
            ServerSocketChannel listening,
            GateFigures figures) {
        super(server, ACCEPTING_THREADS, SELECTING_THREADS_BY_JETTY);
        this.listening = listening;
        UnfinishedHeads unfinished =
                new UnfinishedHeads(gate.unfinishedHeadsMax(), gate.headWait(), getScheduler(), figures);
        addBean(unfinished);
        // As many as there may be connections: a crowd shakes hands all at once.
        UnfinishedHeads handshakes =
                new UnfinishedHeads(gate.connectionsMax(), gate.headWait(), getScheduler(), figures);
        clearConnectionFactories();
        if (tls != null) {
            addBean(handshakes);
            ShownCertificate certificate = new ShownCertificate(tls, getScheduler());
            addBean(certificate);
            addConnectionFactory(new SecureConnections(certificate.tls()));
            figures.certificate(certificate::expires);
            // For the scheme that requests have. A name in it that is not the certificate's is the client's affair.
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        addConnectionFactory(new Connections(http, gate.headLinesMax(), unfinished, handshakes, figures));
        connections = new OpenConnections(gate.connectionsMax(), figures);
        figures.of(connections::open, () -> unfinished.size() + handshakes.size());
        getSelectorManager().addEventListener(connections);
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new Entrance(executor, scheduler, selectors);
    }

    @Override
    protected ServerSocketChannel openAcceptChannel() {
        return listening;
    }

    /** Descriptors have run out, as a rule: pauses, since they do not come back at once, and says so in a line. */
    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        if (!isRunning() || failure instanceof ClosedChannelException || failure instanceof InterruptedException) {
            return false; // it stops
        }
        acceptFailed.say(times ->
                log.warn("http - connections cannot be accepted (times={}, reason={})", times, Reason.of(failure)));
        try {
            Thread.sleep(ACCEPT_PAUSE_MILLIS);
            return true;
        } catch (InterruptedException stopping) {
            return false;
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SelectedEndPoint endPoint = new SelectedEndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /** Has the thread that selects for the request's connection do the job once it has looked at the others. */
    static void afterOthers(Request request, Runnable job) {
        afterOthers(request.getConnectionMetaData().getConnection().getEndPoint(), job);
    }

    /** The same for the connection itself. */
    static void afterOthers(EndPoint endPoint, Runnable job) {
        ((SelectedEndPoint) selected(endPoint)).submit(job);
    }

    /** The one that is selected for, which may be within that of TLS. */
    static EndPoint selected(EndPoint endPoint) {
        return endPoint instanceof EndPoint.Wrapper tls ? tls.unwrap() : endPoint;
    }

    /** Makes connections with bounds. */
    private static final class Connections extends HttpConnectionFactory {

        private final int headLinesMax;
        private final UnfinishedHeads unfinished;
        private final UnfinishedHeads handshakes;
        private final GateFigures figures;

        Connections(
                HttpConfiguration http,
                int headLinesMax,
                UnfinishedHeads unfinished,
                UnfinishedHeads handshakes,
                GateFigures figures) {
            super(http);
            this.figures = figures;
            this.headLinesMax = headLinesMax;
            this.unfinished = unfinished;
            this.handshakes = handshakes;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            HttpConnection connection = new BoundedConnection(
                    getHttpConfiguration(), connector, endPoint, headLinesMax, unfinished, handshakes, figures);
            connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
            return configure(connection, connector, endPoint);
        }
    }

    /** Lets connections in, in the thread that will select for them: a crowd needs no thread of the pool for that. */
    private final class Entrance extends ServerConnectorManager {

        Entrance(Executor executor, Scheduler scheduler, int selectors) {
            super(executor, scheduler, selectors);
        }

        @Override
        public void accept(SelectableChannel channel, Object attachment) {
            if (connections.admits(getConnectedEndPoints())) {
                super.accept(channel, attachment);
            } else {
                IO.close(channel);
            }
        }

        /** A task that is also an update of the selector is a new connection, and this is its selecting thread. */
        @Override
        protected void execute(Runnable task) {
            if (task instanceof ManagedSelector.SelectorUpdate) {
                task.run();
            } else {
                super.execute(task);
            }
        }
    }

    /** Knows who selects for it. */
    private static final class SelectedEndPoint extends SocketChannelEndPoint {

        private final ManagedSelector selector;

        SelectedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
            super(channel, selector, key, scheduler);
            this.selector = selector;
        }

        void submit(Runnable job) {
            selector.submit(selected -> job.run());
        }
    }

    /** All of the server. Jetty has them execute a connection when it may go on. */
    public static final class Threads extends QueuedThreadPool {

        public Threads(int max, int min) {
            super(max, min);
            setName("http");
        }

        @Override
        public void execute(Runnable job) {
            if (job instanceof Connection connection
                    && selected(connection.getEndPoint()) instanceof SelectedEndPoint endPoint) {
                endPoint.submit(job);
            } else {
                super.execute(job);
            }
        }
    }
}
