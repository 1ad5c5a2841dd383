package dev.seckill.loadtest.load;

import dev.seckill.infra.process.GuardedProcess;
import dev.seckill.loadtest.witness.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a crowd with JMeter, in a JVM of its own, and reads its result file while it grows. Leaves in its folder
 * {@code results.jtl}, {@code report/index.html}, {@code jmeter.log} and {@code jmeter.out}.
 */
public final class JMeterLoad implements Load {

    /** Past the arrival of the last buyer: JMeter's start, the plan's bounds on a reply (35 s), and the report. */
    private static final Duration OVERTIME_MAX = Duration.ofSeconds(120);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final JMeterCommand command;
    private final Path folder;

    /**
     * @param home JMeter itself
     * @param plan the test plan
     * @param folder where to leave the results; created if missing, and without results of an earlier run
     */
    public JMeterLoad(JMeterHome home, Path plan, Path folder) {
        this.command = new JMeterCommand(home, plan, folder);
        this.folder = folder;
    }

    /** The page to open after a run. */
    public Path report() {
        return command.report().resolve("index.html");
    }

    @Override
    public List<Answer> send(Crowd crowd, Progress progress) throws InterruptedException {
        Path output = folder.resolve("jmeter.out");
        try {
            Files.createDirectories(folder);
            GuardedProcess jmeter = GuardedProcess.start(command.of(crowd), Map.of(), output);
            try {
                return follow(jmeter, crowd, progress);
            } finally {
                jmeter.kill();
            }
        } catch (IOException failed) {
            throw new LoadFailedException("JMeter could not be run, see " + output, failed);
        }
    }

    private List<Answer> follow(GuardedProcess jmeter, Crowd crowd, Progress progress)
            throws IOException, InterruptedException {
        List<Answer> answers = new ArrayList<>();
        JtlReader reader = new JtlReader();
        Duration limit = crowd.arrival().plus(OVERTIME_MAX);
        long deadline = System.nanoTime() + limit.toNanos();
        try (GrowingFile results = new GrowingFile(command.results())) {
            boolean ended;
            do {
                ended = endedAfterAWhile(jmeter);
                for (Answer answer : reader.read(results.readNew())) {
                    answers.add(answer);
                    progress.answered(answer);
                }
                progress.tick();
                if (!ended && System.nanoTime() > deadline) {
                    throw new LoadFailedException("JMeter did not end within " + limit.toSeconds() + " s (replies="
                            + answers.size() + "), see " + command.log());
                }
            } while (!ended);
        }
        int exitCode = jmeter.onExit().join();
        if (exitCode != 0) {
            throw new LoadFailedException("JMeter ended with exit code " + exitCode + ", see " + command.log());
        }
        return answers;
    }

    private static boolean endedAfterAWhile(GuardedProcess jmeter) throws InterruptedException {
        try {
            jmeter.onExit().get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
