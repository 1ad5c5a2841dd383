package dev.seckill.api.redis;

import dev.seckill.api.decide.LoggedMarks;
import dev.seckill.api.sale.StockUnavailableException;
import dev.seckill.model.log.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One master as a decision thread uses it: its connection, over which the sales of all its slots are decided, and what has to
 * be done for each new one. Used by one thread.
 */
final class StoreNode implements AutoCloseable {

    /** A confirmation holds for this part of the time for which others leave a new master alone. */
    private static final int PARTS_OF_PAUSE = 4;

    /** Between two attempts to connect to a node that is away, while those who ask hear that at once. */
    private static final Duration RETRY = Duration.ofMillis(200);

    final RedisLink link;
    final FailoverPause pause;

    private final RedisNodes nodes;
    /** Null where there is one only, which may be another one tomorrow. */
    private final HostAndPort address;

    private final LoggedMarks marks;
    private final Duration confirmedWithin;
    /** What goes on since the present connection's master was confirmed. */
    private CompletableFuture<Void> reading;

    private long confirmedFor = -1;
    private long readFor = -1;
    /** A connection that is being made; null if none is. */
    private CompletableFuture<OpenedConnection> opening;

    private long retryNanos = System.nanoTime();
    private JedisException failure;

    /** The one that there is. */
    StoreNode(RedisNodes nodes, LoggedMarks marks, Duration failoverWait, LongSupplier nanoTime) {
        this(nodes, null, new RedisLink(nodes, 0), marks, failoverWait, nanoTime);
    }

    /** One of several: that it is away must not hold up the others, so it is connected to in the background. */
    StoreNode(RedisNodes nodes, HostAndPort address, LoggedMarks marks, Duration failoverWait, LongSupplier nanoTime) {
        this(nodes, address, new RedisLink(nodes, address), marks, failoverWait, nanoTime);
    }

    private StoreNode(
            RedisNodes nodes,
            HostAndPort address,
            RedisLink link,
            LoggedMarks marks,
            Duration failoverWait,
            LongSupplier nanoTime) {
        this.nodes = nodes;
        this.address = address;
        this.link = link;
        this.marks = marks;
        this.pause = new FailoverPause(failoverWait, nanoTime);
        this.confirmedWithin = confirmedWithin(failoverWait);
    }

    /** How long a confirmation of a master holds. */
    static Duration confirmedWithin(Duration failoverWait) {
        return failoverWait.dividedBy(PARTS_OF_PAUSE);
    }

    /**
     * Whether sales can be decided here now. Redis may have become older before the connection was made, so the log is read
     * from then on, not from before. And it is left alone from when it was first confirmed: the first who name a new master are
     * few, and who cannot hear them may have the old one confirmed, and sell there, until most of them know.
     *
     * @param slot of the sale that asks: a connection from before the node got it may not have noticed what came between
     * @throws StockUnavailableException if the node or the order log cannot be used now
     */
    boolean isReady(int slot) {
        try {
            if (!isOpen(slot)) {
                return false;
            }
        } catch (JedisException e) {
            throw new StockUnavailableException("redis - does not answer: " + e.getMessage(), e);
        }
        if (!isConfirmed()) {
            return false;
        }
        if (confirmedFor != link.life()) {
            confirmedFor = link.life();
            pause.begin(link.identity());
        }
        if (readFor != link.life()) {
            readFor = link.life();
            reading = marks.readOn();
        }
        return isLogRead();
    }

    /**
     * Whether there is a connection; goes on making one.
     *
     * @throws JedisException if it is away
     */
    boolean isOpen(int slot) {
        if (address == null) {
            link.open();
            return true;
        }
        if (link.isUsable()) {
            discardOpening(); // a transaction was read back over a connection that it made itself
            if (link.madeWith() >= nodes.version(slot)) {
                return true;
            }
            link.drop();
        }
        return isOpened();
    }

    private void discardOpening() {
        if (opening != null) {
            opening.thenAcceptAsync(opened -> OpenedConnection.close(opened.connection()), nodes.threads());
            opening = null;
        }
    }

    /** Goes on connecting; true when that is done. */
    private boolean isOpened() {
        if (opening == null) {
            if (System.nanoTime() - retryNanos < 0) {
                throw failure;
            }
            long version = nodes.version();
            opening =
                    CompletableFuture.supplyAsync(() -> OpenedConnection.to(address, nodes, version), nodes.threads());
            return false;
        }
        if (!opening.isDone()) {
            return false;
        }
        CompletableFuture<OpenedConnection> ended = opening;
        opening = null;
        try {
            link.take(ended.join());
            return true;
        } catch (CompletionException e) {
            failure = e.getCause() instanceof JedisException known
                    ? known
                    : new JedisConnectionException(Reason.of(e.getCause()), e.getCause());
            link.failed(failure);
            retryNanos = System.nanoTime() + RETRY.toNanos();
            throw failure;
        }
    }

    private boolean isLogRead() {
        if (!reading.isDone()) {
            return false;
        }
        try {
            reading.join();
            return true;
        } catch (CompletionException e) {
            readFor = -1;
            throw new StockUnavailableException(Reason.of(e.getCause()), "The order log cannot be read.", e.getCause());
        }
    }

    /**
     * A master that is cut off, or stood still, does not know that it is none any more, and what is decided there is lost. Those
     * who decide on another one leave that alone for a while: until then everybody must have stopped here. One that takes nothing
     * without its replicas is no exception: nobody tells how long it goes on without them, or whether it stood still.
     */
    private boolean isConfirmed() {
        if (link.isConfirmedWithin(confirmedWithin)) {
            return true;
        }
        if (!nodes.isAskedWithin(confirmedWithin)) {
            return false; // that is under way
        }
        throw new StockUnavailableException(
                "redis - nobody else, or no majority of the sentinels, has named the master for "
                        + confirmedWithin.toMillis() + "ms, or a sentinel names another that may be newer (master="
                        + link.at() + ")",
                "Redis may have another master.",
                null);
    }

    /** Notices whether a connection that was idle is still there; a server that refuses to say so is told of. */
    void probe() {
        if (!link.isOpen()) {
            return;
        }
        try {
            link.send(Command.PING);
            link.replies(1);
        } catch (JedisDataException refusal) {
            link.failed(refusal);
            link.drop();
        } catch (JedisException gone) {
            link.drop();
        }
    }

    @Override
    public void close() {
        link.close();
        discardOpening();
    }
}
