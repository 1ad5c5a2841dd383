package dev.seckill.loadtest;

import dev.seckill.infra.StartFailedException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** The main program of a command that starts a system of its own: it closes what it opened, whatever ends it. */
public final class CommandProgram {

    private static final int FAILED = 1;

    private CommandProgram() {}

    /** Runs the command; ends the JVM with its exit code. */
    public static void run(Callable<Integer> command, String[] args) {
        try (InterruptOnShutdown shutdown = new InterruptOnShutdown()) {
            int code = new CommandLine(command)
                    .setExecutionExceptionHandler((failure, line, result) -> failed(failure, line))
                    .execute(args);
            shutdown.close();
            System.exit(code);
        }
    }

    /** One line for what a person can act on, and the stack trace as well for what nobody expected. */
    private static int failed(Exception failure, CommandLine line) {
        if (failure instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            line.getErr().println(line.getCommandName() + " - stopped");
        } else if (failure instanceof StartFailedException) {
            line.getErr().println(line.getCommandName() + " - " + failure.getMessage());
        } else {
            failure.printStackTrace(line.getErr());
        }
        return FAILED;
    }
}
