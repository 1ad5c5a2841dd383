package dev.seckill.consumer.status;

import dev.seckill.model.log.Reason;
import dev.seckill.model.log.ShownFailure;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes in requests without waiting for any of them, so that no number of silent, slow or half-sent ones
 * holds up the others. Past the bound on connections, the one that has kept us waiting longest gives way to a new one.
 */
final class StatusPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusPort.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    private final HttpSettings settings;
    private final Handler handler;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final SelectionKey accepting;
    private final Thread thread = new Thread(this::run, "status-port");
    /** Oldest first. */
    private final Set<StatusConnection> connections = new LinkedHashSet<>();

    private final Queue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private long warnedNanos = System.nanoTime() - BETWEEN_WARNINGS.toNanos();

    /** Answers what is asked, at once or later, on whatever thread. Runs on the port's thread, so it must not wait. */
    interface Handler {
        void handle(StatusConnection.Asked asked, Consumer<StatusReply> answer);
    }

    /** Listens, but takes nothing in before {@link #start}. */
    StatusPort(HttpSettings settings, Handler handler) throws IOException {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.handler = Objects.requireNonNull(handler, "handler");
        listener = StatusListener.open(settings);
        try {
            selector = Selector.open();
            accepting = listener.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public void close() {
        try {
            listener.close();
            selector.close();
            thread.join(TICK.toMillis() * 10);
        } catch (IOException e) {
            LOG.warn("status-port - not closed cleanly (reason={})", Reason.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                turn();
            }
        } catch (ClosedSelectorException | CancelledKeyException | ClosedChannelException e) {
            LOG.debug("status-port - closed");
        } catch (IOException e) {
            LOG.error("status-port - ended, health and metrics are not served any more", ShownFailure.of(e));
        } finally {
            List.copyOf(connections).forEach(this::drop);
        }
    }

    private void turn() throws IOException {
        selector.select(TICK.toMillis());
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
        // Those who have sent something first: a new one may cost another its place.
        Set<SelectionKey> ready = selector.selectedKeys();
        for (SelectionKey key : ready) {
            if (key.attachment() instanceof StatusConnection connection) {
                guarded(connection, () -> serve(connection));
            }
        }
        boolean anew = ready.contains(accepting);
        ready.clear();
        endLate();
        // After a failed accept, the next turn tries again, not this one without end.
        accepting.interestOps(!anew || accept() ? SelectionKey.OP_ACCEPT : 0);
    }

    /** False if the system gives no more connections now. */
    private boolean accept() throws ClosedChannelException {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                take(channel);
            }
            return true;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            warn("cannot accept", Reason.of(e));
            return false;
        }
    }

    private void take(SocketChannel channel) throws IOException {
        if (connections.size() >= settings.connectionsMax() && !makeRoom()) {
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        StatusConnection connection = new StatusConnection(channel, key, settings.headMax(), System.nanoTime());
        key.attach(connection);
        connections.add(connection);
        guarded(connection, () -> serve(connection)); // most heads are there already
    }

    private boolean makeRoom() {
        for (StatusConnection connection : connections) {
            if (connection.state() != StatusConnection.State.WORK) {
                warn("closed the oldest connection for a new one", "connections=" + connections.size());
                drop(connection);
                return true;
            }
        }
        return false;
    }

    private void serve(StatusConnection connection) throws IOException {
        switch (connection.state()) {
            case REPLY -> connection.write();
            case WORK -> LOG.trace("status-port - readable while its reply is made");
            default -> read(connection);
        }
    }

    private void read(StatusConnection connection) throws IOException {
        if (!connection.read()) {
            drop(connection);
        } else if (connection.state() == StatusConnection.State.HEAD) {
            if (connection.headIsComplete()) {
                ask(connection);
            } else if (connection.headIsTooLarge()) {
                connection.answer(StatusReply.text(431, "head too large"), System.nanoTime());
            }
        }
    }

    private void ask(StatusConnection connection) throws IOException {
        StatusConnection.Asked asked = connection.ask();
        if (asked == null) {
            connection.answer(StatusReply.text(400, "not a request of HTTP/1.0 or HTTP/1.1"), System.nanoTime());
            return;
        }
        handler.handle(asked, reply -> {
            answers.add(() -> guarded(connection, () -> connection.answer(reply, System.nanoTime())));
            selector.wakeup();
        });
    }

    private void endLate() {
        long now = System.nanoTime();
        for (StatusConnection connection : List.copyOf(connections)) {
            if (connection.waitedNanos(now) > settings.headWait().toNanos()) {
                if (connection.state() == StatusConnection.State.HEAD) {
                    guarded(connection, () -> connection.answer(StatusReply.text(408, "head took too long"), now));
                } else {
                    drop(connection);
                }
            }
        }
    }

    /** A step that may find its connection broken. */
    private interface Step {
        void run() throws IOException;
    }

    private void guarded(StatusConnection connection, Step step) {
        try {
            step.run();
        } catch (IOException | CancelledKeyException e) {
            LOG.debug("status-port - connection broken", e);
            drop(connection);
        }
    }

    private void drop(StatusConnection connection) {
        connections.remove(connection);
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("status-port - connection not closed cleanly", e);
        }
    }

    private void warn(String what, String detail) {
        long now = System.nanoTime();
        if (now - warnedNanos >= BETWEEN_WARNINGS.toNanos()) {
            warnedNanos = now;
            LOG.warn("status-port - {} ({})", what, detail);
        }
    }
}
