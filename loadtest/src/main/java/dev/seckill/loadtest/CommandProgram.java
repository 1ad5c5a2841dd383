package dev.seckill.loadtest;

import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.app.StopSignal;
import dev.seckill.model.settings.CommandReader;
import dev.seckill.model.settings.Problems;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The main program of a command that starts a system of its own: it closes what it opened, whatever ends it. */
public final class CommandProgram {

    private static final int FINE = 0;
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;

    /** Longer than a whole system needs to stop. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(90);

    private CommandProgram() {}

    /** What is run, once its options are found to be fine. */
    public interface Job extends Callable<Integer> {

        /** Adds what a range cannot say; a value that could not be read is null or 0. */
        void check(Problems problems);

        /** Whether a person can act on the failure, so that its message is enough. */
        default boolean isExpected(Exception failure) {
            return failure instanceof StartFailedException;
        }

        /** The exit code after a failure. */
        default int exitCode(Exception failure) {
            return FAILED;
        }
    }

    /** Runs the command; ends the JVM with its exit code. */
    public static void run(Job command, String[] args) {
        try (StopSignal stop = StopSignal.install(CLOSE_WAIT)) {
            int code = exitCode(command, args, stop);
            stop.close();
            System.exit(code);
        }
    }

    private static int exitCode(Job command, String[] args, StopSignal stop) {
        CommandReader reader = new CommandReader(command, System.getenv());
        CommandLine line = reader.commandLine();
        Problems problems = new Problems();
        if (reader.read(problems, args).isEmpty()) {
            return FINE;
        }
        command.check(problems);
        if (!problems.isEmpty()) {
            line.getErr().println(line.getCommandName() + " - cannot start: " + problems.message());
            return BAD_USAGE;
        }
        try {
            return command.call();
        } catch (Exception failure) {
            tell(failure, command, line, stop);
            return stop.isReceived() ? FAILED : command.exitCode(failure);
        }
    }

    /** One line for what a person can act on, and the stack trace as well for what nobody expected. */
    private static void tell(Exception failure, Job command, CommandLine line, StopSignal stop) {
        if (stop.isReceived()) {
            line.getErr().println(line.getCommandName() + " - stopped");
        } else if (command.isExpected(failure)) {
            line.getErr().println(line.getCommandName() + " - " + failure.getMessage());
        } else {
            failure.printStackTrace(line.getErr());
        }
    }
}
