package dev.seckill.loadtest.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.seckill.loadtest.chaos.IncidentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Holds many connections to a port at once, in one thread. */
final class Siege {

    private static final Duration DRIP_EVERY = Duration.ofMillis(500);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** Between two batches of new connections; a siege is no test of the accept queue. */
    private static final int BATCH = 100;

    private static final int STATUS_END = "HTTP/1.1 200".length();

    private final Victim victim;
    private final Tally tally;
    private final Duration patience;
    private final List<Held> held = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);

    /** @param patience how long a connection that must end may last */
    Siege(Victim victim, Tally tally, Duration patience) {
        this.victim = victim;
        this.tally = tally;
        this.patience = patience;
    }

    /**
     * Opens the connections and holds them until each one that must end has ended, for the given time at least and the
     * patience at most; then lets go of what is left.
     *
     * @throws IncidentException if this side cannot open them
     */
    void lay(List<HeldConnection> connections, Duration least) throws InterruptedException {
        long begin = System.nanoTime();
        try (Selector selector = Selector.open()) {
            try {
                for (HeldConnection each : connections) {
                    open(each, selector);
                    if (held.size() % BATCH == 0) {
                        turn(selector);
                    }
                }
                while (System.nanoTime() - begin < least.toNanos()
                        || held.stream().anyMatch(Held::isDue)) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted while connections were held");
                    }
                    if (!turn(selector)) {
                        break;
                    }
                }
                judge();
            } finally {
                held.forEach(Held::close);
            }
        } catch (IOException failed) {
            throw new IncidentException("connections cannot be held: " + failed.getMessage(), failed);
        }
    }

    private void open(HeldConnection connection, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        Held one = new Held(connection, channel, System.nanoTime());
        held.add(one);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_CONNECT, one);
        try {
            if (channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), victim.port()))) {
                one.begin(channel.keyFor(selector));
            }
        } catch (IOException refused) {
            one.end(Tally.CLOSED);
        }
    }

    /** Sends and reads what can be; false once a connection that must end has outlived the patience. */
    private boolean turn(Selector selector) throws IOException {
        selector.select(
                key -> {
                    Held one = (Held) key.attachment();
                    try {
                        one.advance(key);
                    } catch (IOException ended) {
                        one.end(Tally.CLOSED);
                    }
                },
                LOOK_EVERY.toMillis());
        long now = System.nanoTime();
        boolean isLate = false;
        for (Held one : held) {
            one.drip(now);
            isLate |= one.isDue() && now - one.openedAt > patience.toNanos();
        }
        return !isLate;
    }

    private void judge() {
        for (Held one : held) {
            tally.count(one.outcome == null ? one.connection.mustEnd() ? Tally.HUNG : "let go" : one.outcome);
            if (one.isDue()) {
                tally.complain(victim.name() + " neither answered nor closed within " + patience.toSeconds() + " s: "
                        + one.connection.what());
            }
            if (one.connection.mustEnd() && one.outcome != null && one.outcome.startsWith("2")) {
                tally.complain(victim.name() + " answered " + one.outcome + " to " + one.connection.what());
            }
        }
    }

    /** A connection and how it stands. */
    private final class Held {

        private final HeldConnection connection;
        private final SocketChannel channel;
        private final long openedAt;
        private final ByteBuffer unsent;
        private final StringBuilder said = new StringBuilder();
        private long drippedAt;
        private String outcome;

        Held(HeldConnection connection, SocketChannel channel, long openedAt) {
            this.connection = connection;
            this.channel = channel;
            this.openedAt = openedAt;
            this.unsent = ByteBuffer.wrap(connection.first().getBytes(ISO_8859_1));
            this.drippedAt = openedAt;
        }

        boolean isDue() {
            return connection.mustEnd() && outcome == null;
        }

        void advance(SelectionKey key) throws IOException {
            if (key.isConnectable() && channel.finishConnect()) {
                begin(key);
            }
            if (key.isValid() && key.isWritable()) {
                write(key);
            }
            if (key.isValid() && key.isReadable()) {
                read();
            }
        }

        void begin(SelectionKey key) throws IOException {
            write(key);
        }

        private void write(SelectionKey key) throws IOException {
            channel.write(unsent);
            int reading = connection.reads() ? SelectionKey.OP_READ : 0;
            key.interestOps(unsent.hasRemaining() ? reading | SelectionKey.OP_WRITE : reading);
        }

        /** A reply ends what must end; what need not is held on. */
        private void read() throws IOException {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                end(said.length() < STATUS_END ? Tally.CLOSED : status());
                return;
            }
            int kept = Math.min(count, STATUS_END - said.length());
            said.append(new String(buffer.array(), 0, Math.max(0, kept), ISO_8859_1));
            if (connection.mustEnd() && said.length() >= STATUS_END) {
                end(status());
            }
        }

        private String status() {
            String status = said.substring(STATUS_END - 3);
            if (!said.toString().startsWith("HTTP/1.") || status.startsWith("5")) {
                tally.complain(victim.name() + " answered \"" + said + "\" to " + connection.what());
            }
            return status;
        }

        void drip(long now) {
            if (outcome != null
                    || connection.drip().isEmpty()
                    || !channel.isConnected()
                    || now - drippedAt < DRIP_EVERY.toNanos()) {
                return;
            }
            drippedAt = now;
            try {
                channel.write(ByteBuffer.wrap(connection.drip().getBytes(ISO_8859_1)));
            } catch (IOException ended) {
                // A reply may wait to be read; the end of it is seen there.
            }
        }

        void end(String how) {
            if (outcome == null) {
                outcome = how;
            }
            close();
        }

        void close() {
            try {
                channel.close();
            } catch (IOException gone) {
                // Nothing is left to close.
            }
        }
    }
}
