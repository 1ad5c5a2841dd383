package dev.seckill.infra.process;

import dev.seckill.infra.Server;
import dev.seckill.infra.StartFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** A server that runs as a child process of this JVM. */
public final class ChildServer implements Server {

    private final Program program;
    private final Path log;
    private final Duration startWait;
    private final Duration stopWait;
    private volatile GuardedProcess process; // null before the first start

    public ChildServer(Program program, Path log, Duration startWait, Duration stopWait) {
        this.program = program;
        this.log = log;
        this.startWait = startWait;
        this.stopWait = stopWait;
    }

    @Override
    public synchronized void start() {
        launch();
        awaitAnswer(process);
    }

    /** Starts it without waiting for an answer. */
    public synchronized void launch() {
        if (isRunning()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "%s is running already (pid=%d, port=%d)", name(), process.pid(), port()));
        }
        if (!Ports.isFree(port())) {
            throw new PortTakenException(name(), port());
        }
        try {
            program.prepare();
            process = GuardedProcess.start(program.command(), program.environment(), log);
        } catch (IOException e) {
            throw new StartFailedException(name(), "can't be started: " + FileFailure.reason(e), e);
        }
    }

    private void awaitAnswer(GuardedProcess started) {
        boolean inTime;
        try {
            inTime = Waiting.until(startWait, () -> answers() || !started.isAlive());
        } catch (IllegalStateException e) {
            started.kill();
            throw e;
        }
        if (!started.isAlive()) {
            if (!Ports.isFree(port())) { // taken between our look and its start
                throw new PortTakenException(name(), port());
            }
            throw new StartFailedException(
                    name(), "ended at once with exit code " + started.exitValue() + "; " + LogTail.of(log));
        }
        if (!inTime) {
            started.kill();
            throw new StartFailedException(
                    name(),
                    String.format(
                            Locale.ROOT,
                            "did not answer on port %d within %s; %s",
                            port(),
                            startWait,
                            LogTail.of(log)));
        }
    }

    private boolean answers() {
        try {
            return program.answers();
        } catch (IOException e) {
            return false; // not yet: the wait around this has a bound
        }
    }

    @Override
    public synchronized void stop() {
        if (process != null) {
            process.stop(stopWait);
        }
    }

    @Override
    public synchronized void kill() {
        if (process != null) {
            process.kill();
        }
    }

    @Override
    public synchronized void freeze() {
        running().freeze();
    }

    @Override
    public synchronized void thaw() {
        running().thaw();
    }

    @Override
    public synchronized void wipe() {
        if (isRunning()) {
            throw new IllegalStateException(name() + " is running; stop it before its data is deleted");
        }
        try {
            program.wipe();
        } catch (IOException e) {
            throw new IllegalStateException("can't delete the data of " + name(), e);
        }
    }

    @Override
    public boolean isRunning() {
        GuardedProcess current = process;
        return current != null && current.isAlive();
    }

    @Override
    public int port() {
        return program.port();
    }

    public String name() {
        return program.name();
    }

    public Path log() {
        return log;
    }

    /** Completes with the exit code when the latest process ends, for whatever reason. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit();
    }

    /** The exit code of the last process; 128 plus the signal's number if a signal ended it. */
    public int exitCode() {
        if (process == null || isRunning()) {
            throw new IllegalStateException(name() + " has not ended (running=" + isRunning() + ")");
        }
        return process.exitValue();
    }

    public long pid() {
        return running().pid();
    }

    private GuardedProcess running() {
        if (!isRunning()) {
            throw new IllegalStateException(name() + " is not running");
        }
        return process;
    }
}
