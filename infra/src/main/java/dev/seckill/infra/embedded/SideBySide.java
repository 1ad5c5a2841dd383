package dev.seckill.infra.embedded;

import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.PortTakenException;
import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

/** Starts the servers of one stack, each on a thread of its own. */
final class SideBySide {

    /** How often a start is tried on another free port when somebody took the chosen one meanwhile. */
    private static final int FREE_PORT_ATTEMPTS_MAX = 5;

    /** How long the orderly stop of a server may take; after that it is killed. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);

    private final DataFolder folder;
    private final Duration startWait;
    private final Duration stopWait;
    private final Ports ports;
    private final List<Thread> threads = new ArrayList<>();

    SideBySide(DataFolder folder, Duration startWait, Ports ports) {
        this(folder, startWait, STOP_WAIT, ports);
    }

    /** @param stopWait how long the orderly stop of one may take; after that it is killed */
    SideBySide(DataFolder folder, Duration startWait, Duration stopWait, Ports ports) {
        this.folder = folder;
        this.startWait = startWait;
        this.stopWait = stopWait;
        this.ports = ports;
    }

    /**
     * Begins to start one.
     *
     * @param port 0 for a free one
     */
    CompletableFuture<ChildServer> start(int port, IntFunction<Program> programs) {
        return start(port, ports::free, programs);
    }

    /** The same for a server that needs a free port of its own kind. */
    CompletableFuture<ChildServer> start(int port, IntSupplier free, IntFunction<Program> programs) {
        return CompletableFuture.supplyAsync(
                () -> port != 0 ? startOn(programs.apply(port)) : startOnFreePort(free, programs), this::onOwnThread);
    }

    private void onOwnThread(Runnable start) {
        Thread thread = new Thread(start, "embedded-stack");
        threads.add(thread);
        thread.start();
    }

    private ChildServer startOnFreePort(IntSupplier free, IntFunction<Program> programs) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOn(programs.apply(free.getAsInt()));
            } catch (PortTakenException e) {
                if (attempt == FREE_PORT_ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    private ChildServer startOn(Program program) {
        ChildServer server = new ChildServer(program, folder.log(program.name()), startWait, stopWait);
        server.start();
        return server;
    }

    /** Stops servers in an orderly way, all at once; returns when none of them runs. */
    static void stop(List<ChildServer> servers) {
        CompletableFuture.allOf(servers.stream()
                        .map(server -> CompletableFuture.runAsync(
                                server::stop, stop -> new Thread(stop, "embedded-stack").start()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    /** All of them, or none: what did start is killed if one did not, or if this thread is interrupted. */
    List<ChildServer> all(List<CompletableFuture<ChildServer>> starting) {
        RuntimeException failure = awaitAll(starting);
        List<ChildServer> started = new ArrayList<>();
        for (CompletableFuture<ChildServer> future : starting) {
            try {
                started.add(future.join());
            } catch (CompletionException e) {
                RuntimeException cause = e.getCause() instanceof RuntimeException known ? known : e;
                if (failure == null) {
                    failure = cause;
                } else {
                    failure.addSuppressed(cause);
                }
            }
        }
        if (failure != null) {
            started.forEach(ChildServer::kill);
            throw failure;
        }
        return started;
    }

    /** Passes an interrupt on to the starts, which give up at once then. Returns when each is over, null if without it. */
    private RuntimeException awaitAll(List<CompletableFuture<ChildServer>> starting) {
        CompletableFuture<?> all = CompletableFuture.allOf(starting.toArray(CompletableFuture[]::new))
                .exceptionally(failed -> null);
        try {
            all.get();
            return null;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            all.join(); // this wait is not interrupted
            Thread.currentThread().interrupt();
            return new IllegalStateException("interrupted while the servers started", e);
        }
    }
}
