package dev.seckill.infra.embedded;

import dev.seckill.infra.Server;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import dev.seckill.infra.process.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Redis master, its replicas, and sentinels that promote one of these when the master dies: child processes of this
 * JVM on free ports, which end with it.
 */
public final class RedisSentinelServers implements AutoCloseable {

    /** What the sentinels call the master. */
    public static final String MASTER = "seckill";

    private static final Logger LOG = LoggerFactory.getLogger(RedisSentinelServers.class);

    private static final String NAME = "redis";
    private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(5);

    private final RedisSentinelConfig config;
    private final DataFolder folder;
    private final List<ChildServer> nodes = new ArrayList<>();
    private final List<ChildServer> sentinels = new ArrayList<>();

    private RedisSentinelServers(RedisSentinelConfig config, DataFolder folder) {
        this.config = config;
        this.folder = folder;
    }

    /**
     * Starts the servers, then the sentinels, and returns when a failover could be decided.
     *
     * @throws StartFailedException if that does not happen in time, or there were such servers in the folder already: they
     *     have kept each other's ports
     */
    public static RedisSentinelServers start(RedisSentinelConfig config) {
        Objects.requireNonNull(config, "config");
        long start = System.nanoTime();
        DataFolder folder = DataFolder.lock(config.data());
        RedisSentinelServers servers = new RedisSentinelServers(config, folder);
        try {
            servers.startAll();
            LOG.info(
                    "redis sentinel - started (redis={}, sentinels={}, data={}, millis={})",
                    servers.nodes.stream().map(Server::port).toList(),
                    servers.sentinels.stream().map(Server::port).toList(),
                    config.data(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
            return servers;
        } catch (RuntimeException e) {
            servers.all().forEach(ChildServer::kill);
            folder.close();
            throw e;
        }
    }

    private void startAll() {
        if (Files.exists(folder.of("redis-1"))) {
            throw new StartFailedException(NAME, config.data() + " has the data of other servers; delete it");
        }
        Path executable = ServersFolder.find().redis();
        nodes.addAll(sideBySide(1, number -> port -> redis(executable, 1, port, 0)));
        int master = nodes.get(0).port();
        nodes.addAll(sideBySide(config.replicas(), number -> port -> redis(executable, 1 + number, port, master)));
        // A sentinel asks a master for its replicas when it meets it, and then every ten seconds only.
        await("follow their master", this::allFollow);
        sentinels.addAll(sideBySide(config.sentinels(), number -> port -> sentinel(executable, number, port, master)));
        awaitHealthy();
    }

    private List<ChildServer> sideBySide(int count, IntFunction<IntFunction<Program>> programs) {
        SideBySide sideBySide = new SideBySide(folder, config.startWait(), new Ports());
        List<CompletableFuture<ChildServer>> starting = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            starting.add(sideBySide.start(0, programs.apply(number)));
        }
        return sideBySide.all(starting);
    }

    private Program redis(Path executable, int number, int port, int master) {
        String name = "redis-" + number;
        // Sales are marked with the replication id of a master that was promoted.
        List<String> options = new ArrayList<>(
                List.of("--repl-backlog-ttl", "0", "--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"));
        options.addAll(config.options());
        return new FollowingRedisProgram(
                new RedisProgram(name, executable, folder.of(name), port, config.fsync(), options), master);
    }

    private Program sentinel(Path executable, int number, int port, int master) {
        String name = "sentinel-" + number;
        return new SentinelProgram(
                name, executable, folder.of(name), port, master, config.quorum(), config.downAfter(), FAILOVER_TIMEOUT);
    }

    /** The servers, in the order in which they were started; at first the master is in front. */
    public List<ChildServer> nodes() {
        return List.copyOf(nodes);
    }

    /** The sentinels. */
    public List<ChildServer> sentinels() {
        return List.copyOf(sentinels);
    }

    /** The address for clients: {@code redis-sentinel://127.0.0.1:20001,…/seckill}. */
    public String url() {
        return sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "/" + MASTER));
    }

    /**
     * The master, as enough sentinels say to decide about a failover.
     *
     * @throws IllegalStateException if they do not agree, as for a moment during a failover
     */
    public ChildServer master() {
        return findMaster().orElseThrow(() -> new IllegalStateException("the sentinels name no master"));
    }

    private Optional<ChildServer> findMaster() {
        Map<ChildServer, Long> named = sentinels.stream()
                .flatMap(sentinel -> masterBy(sentinel).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return named.entrySet().stream()
                .filter(vote -> vote.getValue() >= config.quorum())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Optional<ChildServer> masterBy(ChildServer sentinel) {
        if (!sentinel.isRunning()) {
            return Optional.empty();
        }
        try {
            List<?> address = (List<?>) RedisTalk.ask(sentinel.port(), "SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER);
            return nodes.stream()
                    .filter(node -> Integer.toString(node.port()).equals(address.get(1)))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // frozen, or about to end
        }
    }

    /** The servers that run and are not the master. */
    public List<ChildServer> replicas() {
        ChildServer master = master();
        return nodes.stream().filter(node -> node != master && node.isRunning()).toList();
    }

    /**
     * Waits until another server than this one is the master.
     *
     * @throws IllegalStateException if there is none within the bound
     */
    public ChildServer awaitOtherMaster(Server than, Duration bound) {
        ChildServer[] found = new ChildServer[1];
        boolean inTime = Waiting.until(bound, Look.PAUSE, () -> {
            found[0] = findMaster().filter(node -> node != than).orElse(null);
            return found[0] != null;
        });
        if (!inTime) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "the sentinels name no master but that on port %d within %s", than.port(), bound));
        }
        return found[0];
    }

    /** Lets the sentinels promote a replica though the master lives; returns when they have begun. */
    public void failOver() {
        try {
            RedisTalk.ask(sentinels.get(0).port(), "SENTINEL", "FAILOVER", MASTER);
        } catch (IOException e) {
            throw new UncheckedIOException("can't ask for a failover", e);
        }
    }

    /**
     * Waits until the sentinels that run agree on the master, know its replicas and each other, and all servers that run
     * follow it.
     *
     * @throws StartFailedException if that does not happen within the bound of a start
     */
    public void awaitHealthy() {
        await("follow one master that all sentinels know", () -> allFollow() && allAgree());
    }

    private boolean allFollow() throws IOException {
        int masters = 0;
        for (ChildServer node : nodes) {
            RedisState state = new RedisState(node);
            if (node.isRunning()) {
                if (state.isMaster()) {
                    masters++;
                } else if (!state.isFollowing()) {
                    return false;
                }
            }
        }
        return masters == 1;
    }

    private boolean allAgree() throws IOException {
        Optional<ChildServer> master = findMaster();
        if (master.isEmpty() || !new RedisState(master.get()).isMaster()) {
            return false;
        }
        for (ChildServer sentinel : sentinels) {
            if (sentinel.isRunning() && !knowsAll(sentinel)) {
                return false;
            }
        }
        return true;
    }

    private boolean knowsAll(ChildServer sentinel) throws IOException {
        Map<String, String> told = pairs((List<?>) RedisTalk.ask(sentinel.port(), "SENTINEL", "MASTER", MASTER));
        return "master".equals(told.get("flags"))
                && Integer.toString(nodes.size() - 1).equals(told.get("num-slaves"))
                && Integer.toString(sentinels.size() - 1).equals(told.get("num-other-sentinels"));
    }

    private static Map<String, String> pairs(List<?> values) {
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i + 1 < values.size(); i += 2) {
            pairs.put((String) values.get(i), (String) values.get(i + 1));
        }
        return pairs;
    }

    private void await(String what, Look look) {
        Look.await(NAME, what, config.startWait(), look);
    }

    private Stream<ChildServer> all() {
        return Stream.concat(sentinels.stream(), nodes.stream());
    }

    /** Stops the sentinels, which would promote a replica else, then all servers; nothing happens the second time. */
    @Override
    public void close() {
        try {
            SideBySide.stop(sentinels);
            SideBySide.stop(nodes);
        } finally {
            folder.close();
        }
    }
}
