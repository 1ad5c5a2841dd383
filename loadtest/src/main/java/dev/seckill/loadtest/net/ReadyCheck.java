package dev.seckill.loadtest.net;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks one instance again and again whether it is ready, over a connection of its own each time. */
public final class ReadyCheck implements AutoCloseable {

    private final URI instance;
    private final Rhythm rhythm;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(job -> {
        Thread thread = new Thread(job, "ready-check");
        thread.setDaemon(true);
        return thread;
    });
    private int failed;
    private volatile boolean isUp;

    /**
     * How often it asks, as HAProxy does.
     *
     * @param interval from one check to the next
     * @param timeout how long an answer may take
     * @param fall failed checks in a row after which an instance is down; one that succeeds brings it up again
     */
    public record Rhythm(Duration interval, Duration timeout, int fall) {}

    private ReadyCheck(URI instance, Rhythm rhythm) {
        this.instance = instance;
        this.rhythm = rhythm;
    }

    static ReadyCheck begin(URI instance, Rhythm rhythm) {
        ReadyCheck check = new ReadyCheck(instance, rhythm);
        check.clock.scheduleWithFixedDelay(check::look, 0, rhythm.interval().toNanos(), TimeUnit.NANOSECONDS);
        return check;
    }

    private void look() {
        failed = isReady() ? 0 : failed + 1;
        isUp = failed == 0 || isUp && failed < rhythm.fall();
    }

    private boolean isReady() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    instance.resolve("/health/ready").toURL().openConnection();
            connection.setConnectTimeout(Math.toIntExact(rhythm.timeout().toMillis()));
            connection.setReadTimeout(Math.toIntExact(rhythm.timeout().toMillis()));
            connection.setRequestProperty("Connection", "close");
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException noAnswer) {
            return false;
        }
    }

    boolean isUp() {
        return isUp;
    }

    boolean isOf(URI other) {
        return instance.equals(other);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(instance.getHost(), instance.getPort());
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
