package dev.seckill.api.http.jetty;

import dev.seckill.model.log.SparseLine;
import java.nio.channels.SelectableChannel;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections there are, at most a fixed number. A new one past it takes the place of one that has been silent
 * for long and waits for no reply; if there is none, the new one is refused. {@link #admits} is for the accepting thread.
 */
final class OpenConnections implements SelectorManager.AcceptListener {

    private static final Logger log = LoggerFactory.getLogger(OpenConnections.class);
    /** All are looked through for silent ones, so not for each newcomer. */
    private static final long SEARCH_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long SILENCE_MIN_MILLIS = 1000;
    /** One in so many makes room at once. */
    private static final int SHARE = 100;

    private final int max;
    private final GateFigures figures;
    private final AtomicInteger open = new AtomicInteger();
    private final SparseLine refused = new SparseLine();
    private long searchedAt = System.nanoTime() - SEARCH_PAUSE_NANOS;

    /** @param figures hears how many were refused or had to go */
    OpenConnections(int max, GateFigures figures) {
        this.max = max;
        this.figures = figures;
    }

    /** How many there are. */
    int open() {
        return open.get();
    }

    /**
     * Whether there is room for one more.
     *
     * @param connected those that may have to make room
     */
    boolean admits(Collection<EndPoint> connected) {
        if (open.get() < max) {
            return true;
        }
        long now = System.nanoTime();
        if (now - searchedAt >= SEARCH_PAUSE_NANOS) {
            searchedAt = now;
            closeMostSilent(connected);
        }
        if (open.get() < max) {
            return true;
        }
        figures.refused(GateFigures.Bound.CONNECTIONS_MAX, 1);
        refused.say(times ->
                log.warn("http - refused connections, all others are in use (refused={}, max={})", times, max));
        return false;
    }

    private void closeMostSilent(Collection<EndPoint> connected) {
        List<AbstractEndPoint> silent = connected.stream()
                .filter(AbstractEndPoint.class::isInstance)
                .map(AbstractEndPoint.class::cast)
                .filter(OpenConnections::isSilent)
                .sorted(Comparator.comparingLong(AbstractEndPoint::getIdleFor).reversed())
                .limit(Math.max(1, max / SHARE))
                .toList();
        figures.refused(GateFigures.Bound.CONNECTIONS_MAX, silent.size());
        silent.forEach(EndPoint::close);
    }

    private static boolean isSilent(AbstractEndPoint endPoint) {
        Connection outer = endPoint.getConnection();
        Connection inner =
                outer instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : outer;
        return endPoint.getIdleFor() >= SILENCE_MIN_MILLIS
                && inner instanceof BoundedConnection connection
                && connection.isSilent();
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        open.incrementAndGet();
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        open.decrementAndGet();
    }

    @Override
    public void onClosed(SelectableChannel channel) {
        open.decrementAndGet();
    }
}
