package dev.seckill.loadtest.attack;

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

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /** Between two batches of new connections; a siege is no test of the accept queue. */
    private static final int BATCH = 100;

    private final Victim victim;
    private final Tally tally;
    private final Duration patience;
    private final List<HeldChannel> held = new ArrayList<>();
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
                        || held.stream().anyMatch(HeldChannel::isDue)) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted while connections were held");
                    }
                    if (!turn(selector)) {
                        break;
                    }
                }
                judge();
            } finally {
                held.forEach(HeldChannel::close);
            }
        } catch (IOException failed) {
            throw new IncidentException("connections cannot be held: " + failed.getMessage(), failed);
        }
    }

    private void open(HeldConnection connection, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        HeldChannel one = new HeldChannel(connection, channel, victim, tally, buffer);
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
                    HeldChannel one = (HeldChannel) key.attachment();
                    try {
                        one.advance(key);
                    } catch (IOException ended) {
                        one.end(Tally.CLOSED);
                    }
                },
                LOOK_EVERY.toMillis());
        long now = System.nanoTime();
        boolean isLate = false;
        for (HeldChannel one : held) {
            one.drip(now);
            isLate |= one.isDue() && now - one.openedAt() > patience.toNanos();
        }
        return !isLate;
    }

    private void judge() {
        for (HeldChannel one : held) {
            tally.count(one.outcome().orElse(one.connection().mustEnd() ? Tally.HUNG : "let go"));
            if (one.isDue()) {
                tally.complain(victim.name() + " neither answered nor closed within " + patience.toSeconds() + " s: "
                        + one.connection().what());
            }
            one.outcome()
                    .filter(outcome -> one.connection().mustEnd() && outcome.startsWith("2"))
                    .ifPresent(outcome -> tally.complain(victim.name() + " answered " + outcome + " to "
                            + one.connection().what()));
        }
    }
}
