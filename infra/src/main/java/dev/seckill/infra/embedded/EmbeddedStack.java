package dev.seckill.infra.embedded;

import dev.seckill.infra.Server;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.PortTakenException;
import dev.seckill.infra.process.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real Redis, Kafka and MySQL servers as child processes of this JVM, without Docker and without installation. They end
 * with this JVM, also when it is killed. Data survives a restart on the same folder.
 */
public final class EmbeddedStack implements ChildStack {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStack.class);

    private final DataFolder folder;
    private final ChildServer redis;
    private final ChildServer kafka;
    private final ChildServer mysql;

    private EmbeddedStack(DataFolder folder, ChildServer redis, ChildServer kafka, ChildServer mysql) {
        this.folder = folder;
        this.redis = redis;
        this.kafka = kafka;
        this.mysql = mysql;
    }

    /**
     * Starts the three servers side by side and returns when all of them answer.
     *
     * @throws dev.seckill.infra.StartFailedException if one cannot be started, with the end of its log; the others are
     *     stopped again
     * @throws PortTakenException if a port that the configuration names is taken
     * @throws IllegalStateException if the thread is interrupted; none is left then, and it stays interrupted
     */
    public static EmbeddedStack start(StackConfig config) {
        Objects.requireNonNull(config, "config");
        return start(config, folder -> new PlainPrograms(ServersFolder.find(), config));
    }

    /** @param programs makes what is run, once the folder is held */
    static EmbeddedStack start(StackConfig config, Function<DataFolder, StackPrograms> programs) {
        long start = System.nanoTime();
        DataFolder folder = DataFolder.lock(config.data());
        try {
            EmbeddedStack stack = startIn(folder, config, programs.apply(folder));
            LOG.info(
                    "embedded stack - started (redis={}, kafka={}, mysql={}, data={}, millis={})",
                    stack.redis.port(),
                    stack.kafka.port(),
                    stack.mysql.port(),
                    config.data(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
            return stack;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedStack startIn(DataFolder folder, StackConfig config, StackPrograms programs) {
        Ports ports = new Ports();
        SideBySide sideBySide = new SideBySide(folder, config.startWait(), ports);
        CompletableFuture<ChildServer> redis =
                sideBySide.start(config.ports().redis(), port -> programs.redis(folder.of("redis"), port));
        CompletableFuture<ChildServer> kafka =
                sideBySide.start(config.ports().kafka(), port -> programs.kafka(folder.of("kafka"), port, ports));
        CompletableFuture<ChildServer> mysql =
                sideBySide.start(config.ports().mysql(), port -> programs.mysql(folder.of("mysql"), port));
        List<ChildServer> started = sideBySide.all(List.of(redis, kafka, mysql));
        return new EmbeddedStack(folder, started.get(0), started.get(1), started.get(2));
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
    public List<ChildServer> servers() {
        return List.of(redis, kafka, mysql);
    }

    @Override
    public void close() {
        try {
            SideBySide.stop(servers());
        } finally {
            folder.close();
        }
    }
}
