package dev.seckill.infra.process;

import dev.seckill.infra.StartFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A command that prepares a server and must end with exit code 0. */
public final class OneOffCommand {

    private OneOffCommand() {}

    public static void run(String program, List<String> command, Duration bound) throws IOException {
        Path output = Files.createTempFile("seckill-" + program, ".log");
        try {
            GuardedProcess process = GuardedProcess.start(command, Map.of(), output);
            boolean inTime;
            try {
                inTime = process.awaitExit(bound);
            } finally {
                process.kill(); // if it still runs
            }
            if (!inTime) {
                throw new StartFailedException(
                        program,
                        String.format(Locale.ROOT, "%s did not end within %s; %s", command, bound, LogTail.of(output)));
            }
            if (process.exitValue() != 0) {
                throw new StartFailedException(
                        program,
                        String.format(
                                Locale.ROOT,
                                "%s ended with exit code %d; %s",
                                command.get(0),
                                process.exitValue(),
                                LogTail.of(output)));
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
