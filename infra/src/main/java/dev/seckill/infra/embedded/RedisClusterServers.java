package dev.seckill.infra.embedded;

import dev.seckill.infra.Server;
import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.Ports;
import dev.seckill.infra.process.Program;
import dev.seckill.infra.process.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Redis Cluster as child processes of this JVM, which end with it. Each node can be killed, frozen and started
 * again alone; slots can be moved while it serves. Data survives a restart on the same folder, also on other ports.
 */
public final class RedisClusterServers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisClusterServers.class);

    private final RedisClusterConfig config;
    private final DataFolder ownFolder; // null if it belongs to a larger stack
    private final List<ChildServer> nodes;

    private RedisClusterServers(RedisClusterConfig config, DataFolder ownFolder, List<ChildServer> nodes) {
        this.config = config;
        this.ownFolder = ownFolder;
        this.nodes = nodes;
    }

    /**
     * Starts all nodes side by side, makes them a cluster, and returns when it serves all slots and all replicas follow.
     *
     * @throws StartFailedException if that does not happen in time; none is left running then
     */
    public static RedisClusterServers start(RedisClusterConfig config) {
        Objects.requireNonNull(config, "config");
        DataFolder folder = DataFolder.lock(config.data());
        try {
            return startIn(folder, folder, config);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Starts it in the folder of a larger stack, which stays locked when the cluster is closed. */
    static RedisClusterServers startIn(DataFolder folder, RedisClusterConfig config) {
        return startIn(folder, null, config);
    }

    private static RedisClusterServers startIn(DataFolder folder, DataFolder ownFolder, RedisClusterConfig config) {
        long start = System.nanoTime();
        RedisClusterServers servers = new RedisClusterServers(config, ownFolder, startNodes(folder, config));
        servers.formOrKill();
        LOG.info(
                "redis cluster - started (masters={}, replicas={}, ports={}, data={}, millis={})",
                config.masters(),
                config.replicas(),
                servers.nodes.stream().map(Server::port).toList(),
                config.data(),
                Duration.ofNanos(System.nanoTime() - start).toMillis());
        return servers;
    }

    private static List<ChildServer> startNodes(DataFolder folder, RedisClusterConfig config) {
        Path executable = ServersFolder.find().redis();
        Ports ports = new Ports();
        SideBySide sideBySide = new SideBySide(folder, config.startWait(), ports);
        List<CompletableFuture<ChildServer>> starting = new ArrayList<>();
        for (int i = 0; i < config.nodes(); i++) {
            String name = "redis-" + (i + 1);
            int port = config.firstPort() == 0 ? 0 : config.firstPort() + i;
            starting.add(sideBySide.start(
                    port, ports::freeForClusterNode, free -> node(name, executable, folder.of(name), free, config)));
        }
        return sideBySide.all(starting);
    }

    private static Program node(String name, Path executable, Path data, int port, RedisClusterConfig config) {
        List<String> options = new ArrayList<>(List.of(
                "--cluster-enabled",
                "yes",
                "--cluster-config-file",
                "nodes.conf",
                "--cluster-node-timeout",
                Long.toString(config.nodeTimeout().toMillis()),
                "--cluster-announce-ip",
                "127.0.0.1",
                // A slot without a master stops the sales in it, and not those in all others.
                "--cluster-require-full-coverage",
                "no",
                // Sales are marked with the replication id of a master that was promoted.
                "--repl-backlog-ttl",
                "0",
                "--repl-diskless-sync",
                "yes",
                "--repl-diskless-sync-delay",
                "0"));
        options.addAll(config.options());
        return new RedisProgram(name, executable, data, port, config.fsync(), options);
    }

    private void formOrKill() {
        try {
            form();
        } catch (RuntimeException e) {
            nodes.forEach(ChildServer::kill);
            throw e;
        }
    }

    /**
     * Makes the nodes, which all run, one cluster again: those that were wiped join as replicas, and if all were, it is an
     * empty cluster. Returns when it serves all slots and all replicas follow.
     */
    public void form() {
        try {
            forming().form();
        } catch (IOException e) {
            throw new StartFailedException("redis", "the nodes can't be made a cluster: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until all slots are served and each replica that runs follows its master.
     *
     * @throws StartFailedException if that does not happen within the bound of a start
     */
    public void awaitHealthy() {
        forming().awaitHealthy();
    }

    /** Starts the nodes that do not run, and makes all of them one cluster again. */
    public void startAll() {
        nodes.stream().filter(node -> !node.isRunning()).forEach(ChildServer::start);
        form();
    }

    private ClusterForming forming() {
        return new ClusterForming(states(nodes), config.masters(), config.startWait());
    }

    private static List<RedisState> states(List<ChildServer> servers) {
        return servers.stream().map(RedisState::new).toList();
    }

    /** The nodes, in the order in which they were started; at first the masters are in front. */
    public List<ChildServer> nodes() {
        return nodes;
    }

    /** The address for clients: {@code redis-cluster://127.0.0.1:20001,…}. */
    public String url() {
        return nodes.stream()
                .map(node -> "127.0.0.1:" + node.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    /**
     * The node that serves a key.
     *
     * @throws IllegalStateException if none that answers does
     */
    public ChildServer masterOf(String key) {
        return findMasterOf(key)
                .orElseThrow(() -> new IllegalStateException("no node serves slot " + KeySlot.of(key) + " of " + key));
    }

    private Optional<ChildServer> findMasterOf(String key) {
        int slot = KeySlot.of(key);
        // One that comes back from the dead takes itself for the master until it hears of the newer one.
        return nodes.stream()
                .map(node -> new RedisState(node).self().map(self -> new Place(node, self)))
                .flatMap(Optional::stream)
                .filter(place -> place.self().isMaster() && place.self().owns(slot))
                .max(Comparator.comparing(place -> place.self().epoch()))
                .map(Place::node);
    }

    private record Place(ChildServer node, ClusterNode self) {}

    /** The replicas of that node that answer. */
    public List<ChildServer> replicasOf(String key) {
        String id = new RedisState(masterOf(key)).self().map(ClusterNode::id).orElse("");
        return nodes.stream()
                .filter(node -> new RedisState(node)
                        .self()
                        .filter(self -> !self.isMaster() && self.masterId().equals(id))
                        .isPresent())
                .toList();
    }

    /** The masters that answer and own slots. */
    public List<ChildServer> masters() {
        return nodes.stream()
                .filter(node -> new RedisState(node)
                        .self()
                        .filter(self -> self.isMaster() && !self.slots().isEmpty())
                        .isPresent())
                .toList();
    }

    /**
     * Waits until another node than this one serves a key.
     *
     * @return the new master
     * @throws IllegalStateException if there is none within the bound
     */
    public ChildServer awaitOtherMaster(String key, Server than, Duration bound) {
        ChildServer[] found = new ChildServer[1];
        boolean inTime = Waiting.until(bound, Look.PAUSE, () -> {
            found[0] = findMasterOf(key).filter(node -> node != than).orElse(null);
            return found[0] != null;
        });
        if (!inTime) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "no node but that on port %d serves %s within %s", than.port(), key, bound));
        }
        return found[0];
    }

    /** Lets a replica take its master's place in an orderly way, with all its data; returns when it has begun. */
    public void promote(Server replica) {
        try {
            new RedisState(replica).ask("CLUSTER", "FAILOVER");
        } catch (IOException e) {
            throw new UncheckedIOException("can't promote the replica on port " + replica.port(), e);
        }
    }

    /** Moves a slot with all its keys to another master while it is in use. */
    public void moveSlot(int slot, Server from, Server to) {
        beginMove(slot, from, to).end();
    }

    /** Opens a slot on both masters and moves no key yet, so that a test can stand in the middle. */
    public SlotMove beginMove(int slot, Server from, Server to) {
        List<ChildServer> others =
                masters().stream().filter(node -> node != from && node != to).toList();
        return SlotMove.begin(slot, new RedisState(from), new RedisState(to), states(others));
    }

    /** Stops all nodes; nothing happens the second time. */
    @Override
    public void close() {
        try {
            SideBySide.stop(nodes);
        } finally {
            if (ownFolder != null) {
                ownFolder.close();
            }
        }
    }
}
