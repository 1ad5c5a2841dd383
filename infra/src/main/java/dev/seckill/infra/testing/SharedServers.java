package dev.seckill.infra.testing;

import dev.seckill.infra.ServerStack;
import dev.seckill.infra.StartFailedException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Hands real servers to JUnit tests: {@code @ExtendWith(SharedServers.class)} and a parameter of type {@link ServerStack}.
 * All test classes of a JVM share one stack on free ports; it starts at its first use and closes at the end of the run.
 * Its data lies in {@code target/test-stack-<pid>} and is deleted at the end if no test failed.
 *
 * <p>Each test class uses topics, databases and counters of its own, and leaves all servers running and thawed.
 */
public final class SharedServers implements ParameterResolver, TestWatcher, AfterAllCallback {

    /** Made by JUnit. */
    public SharedServers() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ServerStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return of(context);
    }

    /** The stack of this JVM, for other extensions of tests that also have this one. */
    public static ServerStack of(ExtensionContext context) {
        try {
            return shared(context).stack();
        } catch (StartFailedException e) {
            throw withoutStackTrace(e);
        }
    }

    /** The message has all that helps; each test class repeats it, so it is kept short. */
    private static ParameterResolutionException withoutStackTrace(StartFailedException e) {
        ParameterResolutionException failure = new ParameterResolutionException(e.getMessage());
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        shared(context).keepData();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            shared(context).keepData();
        }
    }

    private static TestStack shared(ExtensionContext context) {
        // The session lasts as long as this JVM runs tests, also when each class is an execution of its own.
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(SharedServers.class))
                .computeIfAbsent(TestStack.class, key -> new TestStack(), TestStack.class);
    }
}
