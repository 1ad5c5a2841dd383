package dev.seckill.loadtest.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/** A connection that is held, and how it stands. Not thread-safe. */
final class HeldChannel {

    private static final Duration DRIP_EVERY = Duration.ofMillis(500);

    private static final int STATUS_END = "HTTP/1.1 200".length();

    private final HeldConnection connection;
    private final SocketChannel channel;
    private final Victim victim;
    private final Tally tally;
    private final ByteBuffer buffer;
    private final long openedAt = System.nanoTime();
    private final ByteBuffer unsent;
    private final StringBuilder said = new StringBuilder();
    private long drippedAt;
    private String outcome;

    /** @param buffer for what is read; may be shared by channels of one thread */
    HeldChannel(HeldConnection connection, SocketChannel channel, Victim victim, Tally tally, ByteBuffer buffer) {
        this.connection = connection;
        this.channel = channel;
        this.victim = victim;
        this.tally = tally;
        this.buffer = buffer;
        this.unsent = ByteBuffer.wrap(connection.first().getBytes(ISO_8859_1));
        this.drippedAt = openedAt;
    }

    HeldConnection connection() {
        return connection;
    }

    /** As {@code System.nanoTime()} has it. */
    long openedAt() {
        return openedAt;
    }

    /** How it ended; empty while it has not. */
    Optional<String> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Whether it must end and has not. */
    boolean isDue() {
        return connection.mustEnd() && outcome == null;
    }

    /** Connects, sends and reads what can be. */
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

    /** Sends a further bit if it is time for one. */
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
