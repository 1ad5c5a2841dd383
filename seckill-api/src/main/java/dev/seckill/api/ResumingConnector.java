package dev.seckill.api;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Accepts buyers. When another thread has answered one of them, the connection goes on in the thread that selects for
 * it, together with all others answered meanwhile, where Jetty would wake up a thread of the pool for each.
 */
final class ResumingConnector extends ServerConnector {

    /** @param server whose requests are handled without blocking, as {@link InlinePosts} sees to */
    ResumingConnector(Server server, HttpConfiguration http) {
        super(server, new OnItsSelector(server.getThreadPool()), null, null, -1, -1, new HttpConnectionFactory(http));
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SelectedEndPoint endPoint = new SelectedEndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /** Knows who selects for it. */
    private static final class SelectedEndPoint extends SocketChannelEndPoint {

        final ManagedSelector selector;

        SelectedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
            super(channel, selector, key, scheduler);
            this.selector = selector;
        }
    }

    /** Jetty executes a connection when it may go on. */
    private record OnItsSelector(Executor pool) implements Executor {

        @Override
        public void execute(Runnable job) {
            if (job instanceof Connection connection && connection.getEndPoint() instanceof SelectedEndPoint endPoint) {
                endPoint.selector.submit(selector -> job.run());
            } else {
                pool.execute(job);
            }
        }
    }
}
