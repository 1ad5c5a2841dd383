package dev.seckill.loadtest.rolling;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pages that watch a sale live: each holds a stream of events, and connects anew when that has come to its proper end, as
 * browsers do. A stream that breaks off, and one that is refused, is an error.
 */
public final class OpenPages implements AutoCloseable {

    private static final int BUFFER_BYTES = 8_192;
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 500;
    private static final int ERRORS_SHOWN = 3;

    private final URI stream;
    private final List<Thread> pages = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private volatile boolean isClosed;

    private OpenPages(URI stream) {
        this.stream = stream;
    }

    /** Opens so many. */
    public static OpenPages open(URI stream, int count) {
        OpenPages open = new OpenPages(stream);
        for (int number = 1; number <= count; number++) {
            Thread page = new Thread(open::watch, "page-" + number);
            page.setDaemon(true);
            page.start();
            open.pages.add(page);
        }
        return open;
    }

    private void watch() {
        while (!isClosed) {
            try {
                watchOnce();
                ended.incrementAndGet();
            } catch (IOException e) {
                note(e);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS); // as EventSource does, if not for so long
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    /** Returns at the proper end of the stream. */
    private void watchOnce() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) stream.toURL().openConnection();
        connection.setConnectTimeout(Math.toIntExact(SILENCE_MAX.toMillis()));
        connection.setReadTimeout(Math.toIntExact(SILENCE_MAX.toMillis()));
        connection.setRequestProperty("Accept", "text/event-stream");
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = connection.getInputStream()) { // throws unless it is 200
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.addAndGet(read);
                if (isClosed) {
                    return;
                }
            }
        } finally {
            connection.disconnect();
        }
    }

    private synchronized void note(IOException e) {
        if (!isClosed) {
            errors.add(e.toString());
        }
    }

    /** Streams that have come to their end and were opened anew. */
    public long ended() {
        return ended.get();
    }

    /** Bytes of events. */
    public long bytes() {
        return bytes.get();
    }

    /** How many streams broke off or were refused. */
    public synchronized int broken() {
        return errors.size();
    }

    /** The first of their reasons. */
    public synchronized List<String> reasons() {
        return errors.stream().distinct().limit(ERRORS_SHOWN).toList();
    }

    /** Leaves them; their connections end with the JVM, or with the next event. */
    @Override
    public void close() {
        isClosed = true;
        pages.forEach(Thread::interrupt);
    }
}
