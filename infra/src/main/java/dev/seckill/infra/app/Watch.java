package dev.seckill.infra.app;

import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.LogTail;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits for processes to end by themselves, and starts each again a few times after it was away for a while. */
final class Watch implements AutoCloseable {

    /** How often one process of a cluster is started again. */
    static final int RESTARTS = 5;

    /** How long it is away then: longer than the others take to notice and to replace it. */
    static final Duration AWAY = Duration.ofSeconds(10);

    private static final Duration CLOSE_WAIT = Duration.ofMinutes(2);

    private final int restarts;
    private final Duration away;
    private final Consumer<String> say;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<ChildServer, Integer> restarted = new HashMap<>();
    private final ScheduledExecutorService starts =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "watch"));

    /**
     * Watches from now on.
     *
     * @param restarts how often one process is started again
     * @param away how long it is away
     * @param say gets a line for each end and each start
     */
    Watch(List<ChildServer> parts, int restarts, Duration away, Consumer<String> say) {
        this.restarts = restarts;
        this.away = away;
        this.say = say;
        parts.forEach(this::watch);
    }

    /**
     * A process ended, or was started again.
     *
     * @param failure why it could not be started; null if it could, or if it ended
     */
    private record Event(ChildServer part, boolean isEnd, int exitCode, RuntimeException failure) {}

    private void watch(ChildServer part) {
        part.onExit().thenAccept(code -> events.add(new Event(part, true, code, null)));
    }

    /**
     * Waits for an end that is the last.
     *
     * @return what ended by itself and the end of its log, or why it could not be started again
     */
    String awaitEnd() throws InterruptedException {
        while (true) {
            Event event = events.take();
            if (event.failure() != null) {
                return event.failure().getMessage();
            }
            if (!event.isEnd()) {
                say.accept(event.part().name() + " was started again");
                continue;
            }
            String ended = String.format(
                    Locale.ROOT,
                    "%s ended by itself with exit code %d",
                    event.part().name(),
                    event.exitCode());
            if (restarted.merge(event.part(), 1, Integer::sum) > restarts) {
                return ended + "; " + LogTail.of(event.part().log());
            }
            say.accept(ended + "; it is started again in " + away.toSeconds() + " s");
            starts.schedule(() -> startAgain(event.part()), away.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void startAgain(ChildServer part) {
        try {
            part.start();
            watch(part);
            events.add(new Event(part, false, 0, null));
        } catch (RuntimeException e) {
            events.add(new Event(part, false, 0, e));
        }
    }

    /** Starts nothing any more; returns when no start is under way. */
    @Override
    public void close() {
        starts.shutdownNow();
        try {
            starts.awaitTermination(CLOSE_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
