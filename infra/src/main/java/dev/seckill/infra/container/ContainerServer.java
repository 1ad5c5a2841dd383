package dev.seckill.infra.container;

import com.github.dockerjava.api.DockerClient;
import dev.seckill.infra.Server;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** A server in a container. Its data lives as long as the container, which stays over stop and start. */
final class ContainerServer implements Server {

    /** How long the orderly stop may take; after that the engine kills it. */
    private static final int STOP_WAIT_SECONDS = 30;

    /** How long the engine may take to report the end of a killed process. */
    private static final Duration KILL_WAIT = Duration.ofSeconds(30);

    private static final int READABLE_BY_ALL = 0644;
    private static final int LOG_CHARACTERS_MAX = 2_000;

    private final ContainerRecipe recipe;
    private final int port;
    private final Duration startWait;
    private GenericContainer<?> container; // null while there is no container

    ContainerServer(ContainerRecipe recipe, int port, Duration startWait) {
        this.recipe = recipe;
        this.port = port;
        this.startWait = startWait;
    }

    @Override
    public synchronized void start() {
        launch();
        awaitAnswer();
    }

    /** Starts the container, made if there is none, without waiting for an answer of the server. */
    synchronized void launch() {
        if (isRunning()) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s is running already (port=%d)", recipe.name(), port));
        }
        if (container == null) {
            create();
        } else {
            engine().startContainerCmd(container.getContainerId()).exec();
        }
    }

    private void create() {
        container = new GenericContainer<>(DockerImageName.parse(recipe.image()))
                .withEnv(recipe.environment())
                .withCommand(recipe.command().toArray(String[]::new))
                .waitingFor(new NoWait());
        // A fixed port, because it must be the same after a stop and a start.
        container.setPortBindings(List.of(String.format(Locale.ROOT, "127.0.0.1:%d:%d", port, recipe.innerPort())));
        recipe.files()
                .apply(port)
                .forEach((path, text) -> container.withCopyToContainer(Transferable.of(text, READABLE_BY_ALL), path));
        try {
            container.start();
        } catch (ContainerLaunchException | ContainerFetchException e) {
            throw new StartFailedException(recipe.name(), "no container of " + recipe.image() + ": " + rootOf(e), e);
        }
    }

    private static String rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** Waits until the server answers, within the bound. */
    synchronized void awaitAnswer() {
        boolean inTime = Waiting.until(startWait, () -> answers() || !isRunning());
        if (!isRunning()) {
            throw new StartFailedException(recipe.name(), "its container ended at once; " + logTail());
        }
        if (!inTime) {
            kill();
            throw new StartFailedException(
                    recipe.name(),
                    String.format(Locale.ROOT, "did not answer on port %d within %s; %s", port, startWait, logTail()));
        }
    }

    private boolean answers() {
        try {
            return recipe.probe().answers(port);
        } catch (IOException e) {
            return false; // not yet: the wait around this has a bound
        }
    }

    private String logTail() {
        String log = container.getLogs();
        return "the end of its log:\n" + log.substring(Math.max(0, log.length() - LOG_CHARACTERS_MAX));
    }

    @Override
    public synchronized void stop() {
        if (isRunning()) {
            engine().stopContainerCmd(container.getContainerId())
                    .withTimeout(STOP_WAIT_SECONDS)
                    .exec();
        }
    }

    @Override
    public synchronized void kill() {
        if (!isRunning()) {
            return;
        }
        engine().killContainerCmd(container.getContainerId()).withSignal("KILL").exec();
        if (!Waiting.until(KILL_WAIT, () -> !isRunning())) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "%s still runs %s after it was killed", recipe.name(), KILL_WAIT));
        }
    }

    @Override
    public synchronized void freeze() {
        engine().pauseContainerCmd(running()).exec();
    }

    @Override
    public synchronized void thaw() {
        engine().unpauseContainerCmd(running()).exec();
    }

    private String running() {
        if (!isRunning()) {
            throw new IllegalStateException(recipe.name() + " is not running");
        }
        return container.getContainerId();
    }

    /** Removes the container with its volumes; the next start makes another. */
    @Override
    public synchronized void wipe() {
        if (isRunning()) {
            throw new IllegalStateException(recipe.name() + " is running; stop it before its data is deleted");
        }
        remove();
    }

    /** Removes the container and its data, running or not. */
    synchronized void remove() {
        if (container != null) {
            container.stop();
            container = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return container != null
                && container.getContainerId() != null
                && Boolean.TRUE.equals(engine().inspectContainerCmd(container.getContainerId())
                        .exec()
                        .getState()
                        .getRunning());
    }

    @Override
    public int port() {
        return port;
    }

    private DockerClient engine() {
        return container.getDockerClient();
    }

    /** Our own wait follows, the same after every start. */
    private static final class NoWait extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {}
    }
}
