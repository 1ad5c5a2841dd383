package dev.seckill.loadtest.chaos;

import dev.seckill.infra.process.GuardedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A command of the system under test that has run to its end.
 *
 * @param code its exit code
 * @param said the lines that it has added to its log
 */
record EndedCommand(int code, List<String> said) {

    EndedCommand {
        said = List.copyOf(said);
    }

    /**
     * Runs it.
     *
     * @param name for messages
     * @throws IncidentException if it does not end within its bound
     */
    static EndedCommand run(String name, List<String> line, Path log, Duration bound) throws InterruptedException {
        try {
            long before = Files.exists(log) ? Files.readAllLines(log).size() : 0;
            int code = runToItsEnd(name, line, log, bound);
            return new EndedCommand(
                    code, Files.readAllLines(log).stream().skip(before).toList());
        } catch (IOException failed) {
            throw new IncidentException(name + " could not be run: " + failed.getMessage(), failed);
        }
    }

    private static int runToItsEnd(String name, List<String> line, Path log, Duration bound)
            throws IOException, InterruptedException {
        GuardedProcess process = GuardedProcess.start(line, Map.of(), log);
        try {
            return process.onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IncidentException(name + " did not end within " + bound.toSeconds() + " s; see " + log, late);
        } catch (ExecutionException failed) {
            throw new IncidentException(name + " could not be waited for: " + failed.getMessage(), failed);
        } finally {
            process.kill();
        }
    }
}
