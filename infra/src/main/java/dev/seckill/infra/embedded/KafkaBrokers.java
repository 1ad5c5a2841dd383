package dev.seckill.infra.embedded;

import dev.seckill.infra.Server;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.PortTakenException;
import dev.seckill.infra.process.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Kafka cluster of three nodes, each broker and controller, as child processes of this JVM. What the cluster keeps for
 * itself is on all three, and so is a topic that names no number of copies; {@code min.insync.replicas} is 2 unless a topic
 * says otherwise. So it takes messages with {@code acks=all} while two nodes run, and refuses them while one does.
 */
public final class KafkaBrokers implements AutoCloseable {

    /** How many nodes there are. */
    public static final int COUNT = 3;

    private static final int FREE_PORT_ATTEMPTS_MAX = 5;

    /** Short: the last nodes of a cluster that goes as a whole wait for a controller that is gone. */
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final DataFolder ownFolder; // null if it belongs to a larger stack
    private final List<ChildServer> nodes;

    private KafkaBrokers(DataFolder ownFolder, List<ChildServer> nodes) {
        this.ownFolder = ownFolder;
        this.nodes = nodes;
    }

    /**
     * Starts the nodes on free ports and returns when each is in the cluster.
     *
     * @param config its folder, waits and briefness; of its ports none is used
     * @throws dev.seckill.infra.StartFailedException if one cannot be started; the others are stopped again
     */
    public static KafkaBrokers start(StackConfig config) {
        Objects.requireNonNull(config, "config");
        DataFolder folder = DataFolder.lock(config.data());
        try {
            return new KafkaBrokers(folder, startIn(folder, config, 0).nodes);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Starts the nodes in the folder of a larger stack, which stays locked when they are closed.
     *
     * @param firstPort of the first node; the others have the two ports above it; 0 for free ones
     */
    static KafkaBrokers startIn(DataFolder folder, StackConfig config, int firstPort) {
        for (int attempt = 1; ; attempt++) {
            try {
                return startOnce(folder, config, firstPort);
            } catch (PortTakenException e) {
                if (firstPort != 0 || attempt == FREE_PORT_ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    /** All at once: a node is in the cluster only when a majority is there. */
    private static KafkaBrokers startOnce(DataFolder folder, StackConfig config, int firstPort) {
        ServersFolder servers = ServersFolder.find();
        Ports ports = new Ports();
        List<KafkaNode> nodes = places(ports, firstPort);
        SideBySide sideBySide = new SideBySide(folder, config.startWait(), STOP_WAIT, ports);
        List<CompletableFuture<ChildServer>> starting = new ArrayList<>();
        for (KafkaNode node : nodes) {
            starting.add(sideBySide.start(
                    node.port(),
                    port -> new KafkaNodeProgram(
                            servers, folder.of(KafkaNodeProgram.name(node.id())), node, nodes, ports, config.brief())));
        }
        return new KafkaBrokers(null, sideBySide.all(starting));
    }

    private static List<KafkaNode> places(Ports ports, int firstPort) {
        List<Integer> free = IntStream.generate(ports::free)
                .distinct()
                .filter(port -> firstPort == 0 || port < firstPort || port >= firstPort + COUNT)
                .limit(2L * COUNT)
                .boxed()
                .toList();
        return IntStream.range(0, COUNT)
                .mapToObj(i -> new KafkaNode(i + 1, firstPort == 0 ? free.get(i) : firstPort + i, free.get(COUNT + i)))
                .toList();
    }

    /** The address for clients: all nodes. */
    public String bootstrapServers() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
    }

    /** The nodes; the id of the first is 1, and so on. */
    public List<Server> nodes() {
        return List.copyOf(nodes);
    }

    /** The node with this id, which Kafka itself uses for it. */
    public Server node(int id) {
        return nodes.get(id - 1);
    }

    /** The nodes with their logs and process ids. */
    List<ChildServer> servers() {
        return nodes;
    }

    /**
     * The id of the node that leads a partition now, as the first node knows that answers; empty if nobody leads it.
     *
     * @throws IllegalStateException if no node answers
     */
    public OptionalInt leaderOf(String topic, int partition) {
        for (ChildServer node : nodes) {
            try {
                Integer leader = KafkaMetadata.ask(node.port(), topic).leaders().get(partition);
                return leader == null ? OptionalInt.empty() : OptionalInt.of(leader);
            } catch (IOException e) {
                // The next one may know.
            }
        }
        throw new IllegalStateException(
                String.format(Locale.ROOT, "no Kafka node answers (asked for the leader of %s-%d)", topic, partition));
    }

    /** Starts those that do not run, all at once, because one alone may have to wait for the others. */
    public void startAll() {
        inParallel(nodes.stream().filter(node -> !node.isRunning()).toList(), ChildServer::start);
    }

    /** Stops all nodes; nothing happens the second time. */
    @Override
    public void close() {
        try {
            inParallel(nodes, ChildServer::stop);
        } finally {
            if (ownFolder != null) {
                ownFolder.close();
            }
        }
    }

    private static void inParallel(List<ChildServer> nodes, Consumer<ChildServer> action) {
        CompletableFuture.allOf(nodes.stream()
                        .map(node -> CompletableFuture.runAsync(
                                () -> action.accept(node), task -> new Thread(task, "kafka-brokers").start()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }
}
