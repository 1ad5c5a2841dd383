package dev.seckill.loadtest.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.seckill.loadtest.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Open pages that watch a sale live: each holds a stream of events and reads whatever comes, all on one thread. */
public final class LiveViewers implements AutoCloseable {

    private static final String OK = "HTTP/1.1 200";
    private static final Duration OPEN_WAIT = Duration.ofSeconds(30);
    private static final int BUFFER_BYTES = 65_536;

    private final Selector selector;
    private final Thread reader = new Thread(this::run, "live-viewers");
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong events = new AtomicLong();
    private volatile boolean isClosed;

    private LiveViewers(Selector selector) {
        this.selector = selector;
    }

    /**
     * Opens them; returns once each has the first event.
     *
     * @param path of the stream
     * @throws IllegalStateException if they do not all have it in time
     */
    public static LiveViewers open(InetSocketAddress server, String path, int count) throws InterruptedException {
        try {
            LiveViewers viewers = new LiveViewers(Selector.open());
            try {
                viewers.connect(server, path, count);
                return viewers;
            } catch (IOException | IllegalStateException | InterruptedException failed) {
                viewers.close();
                throw failed;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no connections can be made", e);
        }
    }

    private void connect(InetSocketAddress server, String path, int count) throws IOException, InterruptedException {
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")
                .getBytes(ISO_8859_1);
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(server);
            channel.write(ByteBuffer.wrap(request)); // a new connection has room for so little
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Viewer(channel));
        }
        reader.setDaemon(true);
        reader.start();
        Patience.await(OPEN_WAIT, () -> open.get() + ended.get() >= count);
        if (open.get() != count || ended.get() > 0) {
            throw new IllegalStateException(path + " - not " + count + " viewers within " + OPEN_WAIT.toSeconds()
                    + " s (open=" + open + ", ended=" + ended + ")");
        }
    }

    /** Events that all of them together have got. */
    public long events() {
        return events.get();
    }

    /** How many streams have ended. */
    public int ended() {
        return ended.get();
    }

    private void run() {
        try {
            while (!isClosed) {
                selector.select(this::read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("nothing can be read any more", e);
        }
    }

    private void read(SelectionKey key) {
        Viewer viewer = (Viewer) key.attachment();
        try {
            buffer.clear();
            if (viewer.channel.read(buffer) < 0) {
                viewer.end();
            } else {
                viewer.take(buffer.flip());
            }
        } catch (IOException broken) {
            viewer.end();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        selector.wakeup();
        try {
            reader.join(); // at once if it was never started
            selector.keys().forEach(key -> ((Viewer) key.attachment()).close());
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the connections cannot be ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is a daemon
        }
    }

    /** One of them. Events end with an empty line; a comment, which keeps an idle stream alive, counts as one. */
    private final class Viewer {

        private final SocketChannel channel;
        private final StringBuilder status = new StringBuilder();
        private byte last;
        private boolean hasAny;

        Viewer(SocketChannel channel) {
            this.channel = channel;
        }

        void take(ByteBuffer bytes) {
            long whole = 0;
            while (bytes.hasRemaining()) {
                byte next = bytes.get();
                if (status.length() < OK.length()) {
                    status.append((char) next);
                } else if (next == '\n' && last == '\n') {
                    whole++;
                }
                last = next;
            }
            if (status.length() == OK.length() && !status.toString().equals(OK)) {
                end();
            } else if (whole > 0) {
                events.addAndGet(whole);
                if (!hasAny) {
                    hasAny = true;
                    open.incrementAndGet();
                }
            }
        }

        void end() {
            if (channel.isOpen()) {
                ended.incrementAndGet();
                close();
            }
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
