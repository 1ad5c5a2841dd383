package dev.seckill.infra.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A child process that does not outlive this JVM, not even when the JVM is killed with -9: a watcher beside it holds the
 * other end of a pipe from the JVM and kills the child when the pipe ends. The pid is the program's own, and it runs in a
 * session of its own where {@code setsid} exists, so Ctrl-C in a terminal reaches only the JVM.
 */
public final class GuardedProcess {

    /** {@code $@} = script, name, arguments of the script. Java's children lead no group, so setsid does not fork. */
    private static final String OWN_SESSION = """
            if command -v setsid >/dev/null 2>&1; then exec setsid /bin/sh -c "$@"; else exec /bin/sh -c "$@"; fi
            """;

    /** {@code $1} = the watcher's script, the rest = the command. It is the program's pid from the start. */
    private static final String GUARDED = """
            exec 3<&0
            /bin/sh -c "$1" watcher "$$" <&3 3<&- >/dev/null 2>&1 &
            shift
            exec "$@" </dev/null 3<&-
            """;

    /** {@code $1} = pid of the program. If it is not the watcher's parent any more, it is gone and the pid may be another's. */
    private static final String WATCHER = """
            trap '' HUP INT QUIT TERM
            while read -r _; do :; done
            if [ -r /proc/$$/stat ]; then read -r _ _ _ parent _ </proc/$$/stat; else parent=$(ps -o ppid= -p $$); fi
            if [ "$parent" -eq "$1" ]; then kill -9 "$1"; fi
            """;

    /** Names of settings that other tools export with another meaning: conda's HOST is a kind of machine. */
    private static final Set<String> AMBIGUOUS = Set.of("HOST", "PORT");

    /** The same on every machine; in the plain "C" a JVM could not open a file with letters outside ASCII in its name. */
    private static final Map<String, String> LOCALE = Map.of("LC_ALL", "C.UTF-8");

    private static final Duration KILL_WAIT = Duration.ofSeconds(10);
    private static final Duration SIGNAL_WAIT = Duration.ofSeconds(5);

    // Held for its stdin: were it collected, the pipe would close and the watcher would strike.
    private final Process process;

    private GuardedProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a program; what it prints is added to the log. Its locale is C.UTF-8, and it does not get this JVM's
     * variables HOST and PORT.
     *
     * @param environment variables on top of this JVM's own
     * @throws IOException if there is no shell, or the log cannot be written
     */
    public static GuardedProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", OWN_SESSION, "sh", GUARDED, "sh", WATCHER));
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(guarded)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> variables = builder.environment();
        variables.keySet().removeAll(AMBIGUOUS);
        variables.putAll(LOCALE);
        variables.putAll(environment);
        return new GuardedProcess(builder.start());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The exit code; 128 plus the signal's number if a signal ended it. */
    int exitValue() {
        return process.exitValue();
    }

    /** Completes with the exit code when the program is gone. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /**
     * Asks it to end (SIGTERM) and wakes it if it is frozen; past the bound it is killed. An interrupt does not cut that
     * short: who stops because of an interrupt must not leave anything behind.
     */
    void stop(Duration bound) {
        if (!isAlive()) {
            return;
        }
        signal("TERM");
        thaw();
        if (!hasEnded(process, bound)) {
            kill();
        }
    }

    /** Kills it and waits until it is gone, whatever interrupts the thread. */
    public void kill() {
        process.destroyForcibly();
        if (!hasEnded(process, KILL_WAIT)) {
            throw new IllegalStateException("pid " + pid() + " is still there " + KILL_WAIT + " after SIGKILL");
        }
    }

    /** Sends it a signal; nothing happens if it is gone. */
    private void signal(String name) {
        if (!isAlive()) {
            return;
        }
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean sent = hasEnded(kill, SIGNAL_WAIT) && kill.exitValue() == 0;
            // One that ends at this moment is gone before Java knows it.
            if (!sent && !hasEnded(process, SIGNAL_WAIT)) {
                throw new IllegalStateException("can't send SIG" + name + " to pid " + pid());
            }
        } catch (IOException e) {
            throw new IllegalStateException("can't send SIG" + name + " to pid " + pid(), e);
        }
    }

    /** Stops it from running (SIGSTOP); returns when none of its threads runs any more. */
    void freeze() {
        signal("STOP");
        // Threads stop only once one of them has been scheduled and has taken the signal: a busy machine takes its
        // time.
        if (!Waiting.until(SIGNAL_WAIT, () -> !isAlive() || ProcessThreads.areStopped(pid()))) {
            throw new IllegalStateException("pid " + pid() + " still runs " + SIGNAL_WAIT + " after SIGSTOP");
        }
    }

    /** Lets it go on (SIGCONT). */
    void thaw() {
        signal("CONT");
    }

    /**
     * Whether it ended within the bound.
     *
     * @throws IllegalStateException if the thread is interrupted; it stays interrupted
     */
    boolean awaitExit(Duration bound) {
        return Waiting.until(bound, () -> !isAlive());
    }

    /** The same, whatever interrupts the thread; it stays interrupted. */
    private static boolean hasEnded(Process process, Duration bound) {
        long end = System.nanoTime() + bound.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
