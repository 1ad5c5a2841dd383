package dev.seckill.infra.container;

import dev.seckill.infra.Server;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.Ports;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * Redis, Kafka and MySQL in containers of a Docker engine on this machine, from the images of the compose file, published
 * on free ports of loopback. They are removed with their data when the stack closes, and also when this JVM is killed.
 * Whoever uses this has Testcontainers on the class path.
 */
public final class ContainerStack implements ServerStack {

    /** How long a server may take until it answers; the official MySQL image sets itself up in that time. */
    static final Duration START_WAIT = Duration.ofSeconds(180);

    private static final Logger LOG = LoggerFactory.getLogger(ContainerStack.class);

    private final ContainerServer redis;
    private final ContainerServer kafka;
    private final ContainerServer mysql;

    private ContainerStack(Ports ports) {
        redis = new ContainerServer(ContainerRecipe.redis(), ports.free(), START_WAIT);
        kafka = new ContainerServer(ContainerRecipe.kafka(), ports.free(), START_WAIT);
        mysql = new ContainerServer(ContainerRecipe.mysql(), ports.free(), START_WAIT);
    }

    /**
     * Starts the three containers side by side and returns when all servers answer.
     *
     * @throws StartFailedException if no Docker engine answers, or a server does not answer in time; none is left then
     */
    public static ContainerStack start() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new StartFailedException(
                    "containers", "no Docker engine answers; start one, or leave out -Dstack=containers");
        }
        long start = System.nanoTime();
        ContainerStack stack = new ContainerStack(new Ports());
        try {
            stack.servers().forEach(ContainerServer::launch);
            stack.servers().forEach(ContainerServer::awaitAnswer);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
        LOG.info(
                "container stack - started (redis={}, kafka={}, mysql={}, millis={})",
                stack.redis.port(),
                stack.kafka.port(),
                stack.mysql.port(),
                Duration.ofNanos(System.nanoTime() - start).toMillis());
        return stack;
    }

    private List<ContainerServer> servers() {
        return List.of(redis, kafka, mysql);
    }

    @Override
    public Server redis() {
        return redis;
    }

    @Override
    public Server kafka() {
        return kafka;
    }

    @Override
    public Server mysql() {
        return mysql;
    }

    @Override
    public void close() {
        servers().forEach(ContainerServer::remove);
    }
}
