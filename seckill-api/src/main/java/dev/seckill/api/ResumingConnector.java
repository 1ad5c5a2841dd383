package dev.seckill.api;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Accepts buyers. When another thread has answered one of them, the connection goes on in the thread that selects for
 * it, together with all others answered meanwhile, where Jetty would wake up a thread of the pool for each.
 */
final class ResumingConnector extends ServerConnector {

    private static final int ACCEPTING_THREADS = 1;
    /** One, or up to half as many as processors and a 16th of the pool. */
    private static final int SELECTING_THREADS_BY_JETTY = -1;

    /** @param server with {@link Threads}, whose requests are handled without blocking, as {@link InlinePosts} sees to */
    ResumingConnector(Server server, HttpConfiguration http) {
        super(server, ACCEPTING_THREADS, SELECTING_THREADS_BY_JETTY, new HttpConnectionFactory(http));
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SelectedEndPoint endPoint = new SelectedEndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /** Has the thread that selects for the request's connection do the job once it has looked at the others. */
    static void afterOthers(Request request, Runnable job) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        ((SelectedEndPoint) endPoint).submit(job);
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
    static final class Threads extends QueuedThreadPool {

        Threads(int max, int min) {
            super(max, min);
            setName("http");
        }

        @Override
        public void execute(Runnable job) {
            if (job instanceof Connection connection && connection.getEndPoint() instanceof SelectedEndPoint endPoint) {
                endPoint.submit(job);
            } else {
                super.execute(job);
            }
        }
    }
}
