package dev.seckill.loadtest.rolling;

import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.app.AppProcess;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Restarts programs one after the other, each in an orderly way: the next one when all is as it was before. */
public final class RollingRestart implements AutoCloseable {

    private final List<Part> parts;
    private final Consumer<String> diary;
    private final List<Restart> done = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "rolling-restart");
    private volatile String failure;

    /**
     * A program.
     *
     * @param name what it is called in the report
     * @param isBack whether all others see that it is back
     */
    public record Part(String name, AppProcess process, Back isBack) {}

    /** Waits until all others see that a program is back. */
    @FunctionalInterface
    public interface Back {

        /** @return false if that takes too long */
        boolean await() throws InterruptedException;
    }

    /**
     * What came of one.
     *
     * @param exitCode of the process that was stopped
     * @param stopMillis from the signal to the end
     * @param startMillis from the start until it was ready and the others saw it
     */
    public record Restart(String name, int exitCode, long stopMillis, long startMillis) {}

    /** @param diary gets a line for each step */
    public RollingRestart(List<Part> parts, Consumer<String> diary) {
        this.parts = List.copyOf(parts);
        this.diary = diary;
        thread.setDaemon(true);
    }

    /** Lets it go on in the background. */
    public void begin() {
        thread.start();
    }

    /** Whether it still goes on. */
    public boolean isUnderWay() {
        return thread.isAlive();
    }

    private void run() {
        try {
            for (Part part : parts) {
                diary.accept("restart " + part.name());
                done.add(restart(part));
            }
        } catch (StartFailedException e) {
            failure = e.getMessage();
        } catch (InterruptedException | IllegalStateException stopped) {
            failure = "it was stopped";
        }
    }

    private Restart restart(Part part) throws InterruptedException {
        long begin = System.nanoTime();
        int exitCode = part.process().stopForExitCode();
        long stopped = System.nanoTime();
        part.process().start();
        if (!part.isBack().await()) {
            throw new StartFailedException(part.name(), "is ready, but the balancer does not see it");
        }
        return new Restart(part.name(), exitCode, millis(begin, stopped), millis(stopped, System.nanoTime()));
    }

    private static long millis(long from, long to) {
        return Duration.ofNanos(to - from).toMillis();
    }

    /** What was restarted so far. */
    public List<Restart> done() {
        return List.copyOf(done);
    }

    /** Why not everything was; null if it was, or still may be. */
    public String failure() {
        return failure;
    }

    /** Ends it where it is. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
