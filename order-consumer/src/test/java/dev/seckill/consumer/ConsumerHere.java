package dev.seckill.consumer;

import dev.seckill.consumer.command.Commands;
import dev.seckill.consumer.start.Shutdown;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The consumer as its {@code main} runs it, in the tests' own process: up in a moment, for tests that ask nothing of the jar
 * and end no process.
 */
final class ConsumerHere implements AutoCloseable {

    private final Shutdown shutdown = new Shutdown(exitCode -> {});
    private final CompletableFuture<Integer> ended;

    /** Starts with these arguments. */
    ConsumerHere(List<String> arguments) {
        ended = CompletableFuture.supplyAsync(
                () -> consume(arguments.toArray(String[]::new)), task -> new Thread(task, "consumer-here").start());
    }

    private int consume(String[] arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        int exitCode = Commands.run(arguments, Map.of(), nowhere, config -> Main.consume(config, shutdown));
        shutdown.finish(exitCode);
        return exitCode;
    }

    /** Asks for the stop as SIGTERM does; returns the exit code. */
    int stop() {
        shutdown.ask();
        return ended.join();
    }

    @Override
    public void close() {
        stop();
    }
}
