package dev.seckill.infra.embedded;

import dev.seckill.infra.Server;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.PortTakenException;
import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real Redis, Kafka and MySQL servers as child processes of this JVM, without Docker and without installation. They end
 * with this JVM, also when it is killed. Data survives a restart on the same folder.
 */
public final class EmbeddedStack implements ServerStack {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStack.class);

    /** How often a start is tried on another free port when somebody took the chosen one meanwhile. */
    private static final int FREE_PORT_ATTEMPTS_MAX = 5;

    /** How long the orderly stop of a server may take; after that it is killed. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);

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
     */
    public static EmbeddedStack start(StackConfig config) {
        Objects.requireNonNull(config, "config");
        long start = System.nanoTime();
        DataFolder folder = DataFolder.lock(config.data());
        try {
            EmbeddedStack stack = startIn(folder, config);
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

    private static EmbeddedStack startIn(DataFolder folder, StackConfig config) {
        ServersFolder servers = ServersFolder.find();
        Ports ports = new Ports();
        Starter starter = new Starter(folder, config.startWait(), ports);
        CompletableFuture<ChildServer> redis = starter.start(
                config.ports().redis(),
                port -> new RedisProgram(servers.redis(), folder.of("redis"), port, config.redisFsync()));
        CompletableFuture<ChildServer> kafka = starter.start(
                config.ports().kafka(), port -> new KafkaProgram(servers, folder.of("kafka"), port, ports));
        CompletableFuture<ChildServer> mysql =
                starter.start(config.ports().mysql(), port -> new MySqlProgram(servers, folder.of("mysql"), port));
        List<ChildServer> started = all(List.of(redis, kafka, mysql));
        return new EmbeddedStack(folder, started.get(0), started.get(1), started.get(2));
    }

    /** All of them, or none: what did start is stopped if one did not. */
    private static List<ChildServer> all(List<CompletableFuture<ChildServer>> starting) {
        List<ChildServer> started = new ArrayList<>();
        RuntimeException failure = null;
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
    public String redisUrl() {
        return "redis://127.0.0.1:" + redis.port();
    }

    @Override
    public String kafkaBootstrapServers() {
        return "127.0.0.1:" + kafka.port();
    }

    @Override
    public String mysqlUrl(String database) {
        return "jdbc:mysql://127.0.0.1:" + mysql.port() + "/" + Objects.requireNonNull(database, "database");
    }

    @Override
    public String mysqlUser() {
        return "root";
    }

    @Override
    public String mysqlPassword() {
        return "";
    }

    /** The process ids of the servers by name, for those who measure what they use. */
    public Map<String, Long> pids() {
        return servers().stream().collect(Collectors.toMap(ChildServer::name, ChildServer::pid));
    }

    /** The servers in the order in which they are told to people. */
    public List<ChildServer> servers() {
        return List.of(redis, kafka, mysql);
    }

    @Override
    public void close() {
        try {
            CompletableFuture.allOf(Stream.of(redis, kafka, mysql)
                            .map(server -> onOwnThread(() -> {
                                server.stop();
                                return server;
                            }))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            folder.close();
        }
    }

    private static <T> CompletableFuture<T> onOwnThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task, "embedded-stack").start());
    }

    /** Starts servers of one stack. */
    private record Starter(DataFolder folder, Duration startWait, Ports ports) {

        CompletableFuture<ChildServer> start(int port, IntFunction<Program> programs) {
            return onOwnThread(() -> port != 0 ? startOn(programs.apply(port)) : startOnFreePort(programs));
        }

        private ChildServer startOnFreePort(IntFunction<Program> programs) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return startOn(programs.apply(ports.free()));
                } catch (PortTakenException e) {
                    if (attempt == FREE_PORT_ATTEMPTS_MAX) {
                        throw e;
                    }
                }
            }
        }

        private ChildServer startOn(Program program) {
            ChildServer server = new ChildServer(program, folder.log(program.name()), startWait, STOP_WAIT);
            server.start();
            return server;
        }
    }
}
