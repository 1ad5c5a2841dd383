package dev.seckill.loadtest.pages;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * People who open a page one after the other, evenly within a time. Each has a new connection and asks over it for the page
 * and then for its files. They come when they come, whatever the replies do, and their time begins when they should have
 * connected. One thread.
 */
public final class PageVisits {

    private static final int BUFFER_BYTES = 65_536;
    private static final int REASONS_MAX = 10;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final InetSocketAddress server;
    private final PageContent content;
    private final Histogram pageNanos = new Histogram(LONGEST_NANOS, 3);
    private final Histogram viewNanos = new Histogram(LONGEST_NANOS, 3);
    private final Deque<Visit> toCome = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final List<String> reasons = new ArrayList<>();
    private int underWay;
    private int whole;
    private long wireBytes;

    private PageVisits(InetSocketAddress server, PageContent content) {
        this.server = server;
        this.content = content;
    }

    /**
     * Lets them come; returns when all have what they came for, or a minute after the last one came.
     *
     * @param visits how many
     * @param within the time between the first and the last
     */
    public static VisitsSeen at(InetSocketAddress server, PageContent content, int visits, Duration within) {
        PageVisits all = new PageVisits(server, content);
        long begin = System.nanoTime();
        for (int index = 0; index < visits; index++) {
            all.toCome.add(all.new Visit(begin + within.toNanos() * index / visits));
        }
        try (Selector selector = Selector.open()) {
            all.run(selector, begin + within.toNanos() + LONGEST_NANOS);
            selector.keys().forEach(key -> ((Visit) key.attachment()).close());
        } catch (IOException e) {
            throw new UncheckedIOException("no connections can be made", e);
        }
        if (all.underWay > 0) {
            all.complain(all.underWay + " were not answered within " + LONGEST_NANOS / 1_000_000_000 + " s");
        }
        return new VisitsSeen(
                visits,
                all.whole,
                Duration.ofNanos(System.nanoTime() - begin),
                all.pageNanos,
                all.viewNanos,
                all.wireBytes,
                all.reasons);
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
        Visit visit = (Visit) key.attachment();
        try {
            visit.advance(key);
        } catch (IOException broken) {
            visit.fail(String.valueOf(broken.getMessage()));
        }
    }

    private void complain(String reason) {
        if (reasons.size() < REASONS_MAX) {
            reasons.add(reason);
        }
    }

    /** One of them. */
    private final class Visit {

        private final long dueAt;
        private final List<String> paths = content.paths();
        private int at;
        private PageReply reply = new PageReply();
        private SocketChannel channel;

        Visit(long dueAt) {
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
            } catch (IOException refused) {
                fail(String.valueOf(refused.getMessage()));
            }
        }

        void advance(SelectionKey key) throws IOException {
            if (key.isConnectable() && channel.finishConnect()) {
                ask(key);
            } else if (key.isReadable()) {
                read(key);
            }
        }

        private void ask(SelectionKey key) throws IOException {
            // A connection on which nothing is under way has room for so little.
            channel.write(ByteBuffer.wrap(PageReply.request(paths.get(at))));
            key.interestOps(SelectionKey.OP_READ);
        }

        private void read(SelectionKey key) throws IOException {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new EOFException(paths.get(at) + " - the connection ended within the reply");
            }
            if (!reply.read(buffer.flip())) {
                return;
            }
            String wrong = content.whyWrong(paths.get(at), reply);
            wireBytes += reply.wireBytes();
            if (wrong != null) {
                fail(wrong);
                return;
            }
            long nanos = Math.min(LONGEST_NANOS, System.nanoTime() - dueAt);
            if (at == 0) {
                pageNanos.recordValue(nanos);
            }
            at++;
            reply = new PageReply();
            if (at < paths.size()) {
                ask(key);
            } else {
                viewNanos.recordValue(nanos);
                whole++;
                leave();
            }
        }

        void fail(String reason) {
            complain(reason);
            leave();
        }

        private void leave() {
            underWay--;
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
