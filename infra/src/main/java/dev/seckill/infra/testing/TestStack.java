package dev.seckill.infra.testing;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.container.ContainerStack;
import dev.seckill.infra.embedded.EmbeddedStack;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.process.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The servers of one test run, which start when they are first asked for. */
final class TestStack implements AutoCloseable {

    private static final String PROPERTY = "stack";

    private final Path data =
            Path.of("target", "test-stack-" + ProcessHandle.current().pid());
    private ServerStack stack; // null until the first use
    private boolean isDataKept;

    synchronized ServerStack stack() {
        if (stack == null) {
            stack = start(System.getProperty(PROPERTY, "embedded"), data);
        }
        return stack;
    }

    /** The one place where the kind of stack is chosen. */
    static ServerStack start(String kind, Path data) {
        return switch (kind) {
            case "embedded" -> EmbeddedStack.start(StackConfig.onFreePorts(data).briefly());
            case "containers" -> ContainerStack.start();
            default ->
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "-D%s=%s: must be embedded or containers", PROPERTY, kind));
        };
    }

    synchronized void keepData() {
        isDataKept = true;
    }

    @Override
    public synchronized void close() throws IOException {
        if (stack != null) {
            stack.close();
            if (!isDataKept) {
                Folders.delete(data);
            }
        }
    }
}
