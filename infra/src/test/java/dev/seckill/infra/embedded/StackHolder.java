package dev.seckill.infra.embedded;

import java.nio.file.Path;
import java.util.stream.Collectors;

/** A program of its own for {@link OrphanIT}: starts a stack, prints the pids of its servers and waits to be killed. */
final class StackHolder {

    private StackHolder() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedStack stack = EmbeddedStack.start(StackConfig.onFreePorts(Path.of(arguments[0])));
        System.out.println(stack.servers().stream()
                .map(server -> Long.toString(server.pid()))
                .collect(Collectors.joining(" ", "pids: ", "")));
        Thread.currentThread().join();
    }
}
