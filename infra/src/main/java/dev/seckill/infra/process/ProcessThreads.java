package dev.seckill.infra.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What {@code /proc} tells about the threads of a process. */
final class ProcessThreads {

    private ProcessThreads() {}

    /** Whether each is stopped by a signal; true where there is no {@code /proc} to tell. */
    static boolean areStopped(long pid) {
        Path tasks = Path.of("/proc/" + pid + "/task");
        if (!Files.isDirectory(tasks)) {
            return true;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.allMatch(ProcessThreads::isStopped);
        } catch (IOException | UncheckedIOException e) {
            return false; // a thread ended while we looked: look again
        }
    }

    /** The state is the letter behind the name, which is in parentheses and may hold any character. */
    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
