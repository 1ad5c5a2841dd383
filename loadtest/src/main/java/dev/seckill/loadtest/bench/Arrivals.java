package dev.seckill.loadtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Buyers who come one after the other, evenly within a time, each with a new connection, and buy once. They come when
 * they come, whatever the replies do, and their time begins when they should have connected, so no wait is left out. One
 * thread.
 */
final class Arrivals {

    private static final byte[] PURCHASE =
            "POST /seckill HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int REPLY_MAX = 4096;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** A SYN that nobody answers is sent again after a second, on Linux and by RFC 6298. */
    private static final long SYN_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InetSocketAddress server;
    private final Histogram nanos = new Histogram(LONGEST_NANOS, 3);
    private final Deque<Buyer> toCome = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(REPLY_MAX);
    private int underWay;
    private long ok;
    private long refused;
    private long failed;
    private long slowConnects;

    private Arrivals(int port) {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /**
     * What they saw.
     *
     * @param sample the times from connecting to the end of the reply
     * @param slowConnects how many waited a second or more for their connection
     */
    record Seen(Sample sample, long slowConnects) {}

    /** Lets them come; returns when the last one is answered, or a minute after the last one came. */
    static Seen at(int port, int buyers, Duration within) {
        Arrivals arrivals = new Arrivals(port);
        long begin = System.nanoTime();
        for (int index = 0; index < buyers; index++) {
            arrivals.toCome.add(arrivals.new Buyer(begin + within.toNanos() * index / buyers));
        }
        try (Selector selector = Selector.open()) {
            arrivals.run(selector, begin + within.toNanos() + LONGEST_NANOS);
            selector.keys().forEach(key -> arrivals.close((SocketChannel) key.channel()));
        } catch (IOException e) {
            throw new UncheckedIOException("no connections can be made", e);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long unanswered = buyers - arrivals.ok - arrivals.refused - arrivals.failed;
        return new Seen(
                new Sample(
                        seconds,
                        buyers,
                        buyers,
                        arrivals.ok,
                        arrivals.refused,
                        arrivals.failed + unanswered,
                        arrivals.nanos),
                arrivals.slowConnects);
    }

    private void run(Selector selector, long end) throws IOException {
        while ((underWay > 0 || !toCome.isEmpty()) && System.nanoTime() - end < 0) {
            while (!toCome.isEmpty() && toCome.peek().dueAt - System.nanoTime() <= 0) {
                toCome.remove().come(selector);
            }
            selector.select(this::advance, 1);
        }
    }

    private void advance(SelectionKey key) {
        Buyer buyer = (Buyer) key.attachment();
        try {
            buyer.advance(key);
        } catch (IOException broken) {
            failed++;
            buyer.leave();
        }
    }

    private void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            // Nothing is left to close.
        }
    }

    /** One of them. */
    private final class Buyer {

        private final long dueAt;
        private final StringBuilder reply = new StringBuilder();
        private SocketChannel channel;

        Buyer(long dueAt) {
            this.dueAt = dueAt;
        }

        void come(Selector selector) throws IOException {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            underWay++;
            try {
                boolean isConnected = channel.connect(server);
                SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, this);
                if (isConnected) {
                    ask(key);
                }
            } catch (IOException refusedToConnect) {
                failed++;
                leave();
            }
        }

        void advance(SelectionKey key) throws IOException {
            if (key.isConnectable() && channel.finishConnect()) {
                ask(key);
            } else if (key.isReadable()) {
                read();
            }
        }

        private void ask(SelectionKey key) throws IOException {
            if (System.nanoTime() - dueAt >= SYN_AGAIN_NANOS) {
                slowConnects++;
            }
            // A new connection has room for so little.
            channel.write(ByteBuffer.wrap(PURCHASE));
            key.interestOps(SelectionKey.OP_READ);
        }

        private void read() throws IOException {
            buffer.clear();
            int count = channel.read(buffer);
            if (count > 0) {
                reply.append(new String(buffer.array(), 0, count, US_ASCII));
                return;
            }
            if (reply.length() <= STATUS_AT) {
                throw new EOFException("no reply");
            }
            nanos.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - dueAt));
            switch (reply.charAt(STATUS_AT)) {
                case '2' -> ok++;
                case '5' -> refused++;
                default -> failed++;
            }
            leave();
        }

        void leave() {
            underWay--;
            close(channel);
        }
    }
}
