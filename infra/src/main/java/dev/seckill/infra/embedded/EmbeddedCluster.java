package dev.seckill.infra.embedded;

import dev.seckill.infra.Server;
import dev.seckill.infra.process.ChildServer;
import dev.seckill.infra.process.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis Cluster of six nodes, three Kafka nodes and a MySQL server as child processes of this JVM, which end with it.
 * Taken as a {@link dev.seckill.infra.ServerStack}, all nodes of a cluster are one server; {@link #redisCluster()} and
 * {@link #kafkaBrokers()} have them one by one. Data survives a restart on the same folder.
 */
public final class EmbeddedCluster implements ChildStack {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);

    private final DataFolder folder;
    private final RedisClusterServers redis;
    private final KafkaBrokers kafka;
    private final ChildServer mysql;
    private final Server allRedis;
    private final Server allKafka;

    private EmbeddedCluster(DataFolder folder, RedisClusterServers redis, KafkaBrokers kafka, ChildServer mysql) {
        this.folder = folder;
        this.redis = redis;
        this.kafka = kafka;
        this.mysql = mysql;
        this.allRedis = new ServerGroup(redis.nodes(), redis::startAll);
        this.allKafka = new ServerGroup(kafka.servers(), kafka::startAll);
    }

    /**
     * Starts all servers side by side and returns when both clusters and MySQL serve.
     *
     * @param config its ports are those of the first node of each kind; the others have the next ones
     * @throws dev.seckill.infra.StartFailedException if one cannot be started; the others are stopped again
     * @throws IllegalStateException if the thread is interrupted; none is left then, and it stays interrupted
     */
    public static EmbeddedCluster start(StackConfig config) {
        return start(config, RedisClusterConfig.onFreePorts(config.data()));
    }

    /**
     * The same with a Redis Cluster of this kind.
     *
     * @param redis its ports, folder, fsync and wait are those of the stack
     */
    public static EmbeddedCluster start(StackConfig config, RedisClusterConfig redis) {
        Objects.requireNonNull(redis, "redis");
        long start = System.nanoTime();
        DataFolder folder = DataFolder.lock(config.data());
        try {
            EmbeddedCluster cluster = startIn(folder, config, redis.within(config));
            LOG.info(
                    "embedded cluster - started (redis={}, kafka={}, mysql={}, data={}, millis={})",
                    cluster.redisUrl(),
                    cluster.kafkaBootstrapServers(),
                    cluster.mysql.port(),
                    config.data(),
                    Duration.ofNanos(System.nanoTime() - start).toMillis());
            return cluster;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedCluster startIn(DataFolder folder, StackConfig config, RedisClusterConfig redisConfig) {
        Together together = new Together("embedded-cluster");
        Supplier<RedisClusterServers> redis =
                together.start(() -> RedisClusterServers.startIn(folder, redisConfig), RedisClusterServers::close);
        Supplier<KafkaBrokers> kafka = together.start(
                () -> KafkaBrokers.startIn(folder, config, config.ports().kafka()), KafkaBrokers::close);
        Supplier<ChildServer> mysql = together.start(() -> startMySql(folder, config), ChildServer::stop);
        together.await();
        return new EmbeddedCluster(folder, redis.get(), kafka.get(), mysql.get());
    }

    private static ChildServer startMySql(DataFolder folder, StackConfig config) {
        PlainPrograms programs = new PlainPrograms(ServersFolder.find(), config);
        SideBySide sideBySide = new SideBySide(folder, config.startWait(), new Ports());
        return sideBySide
                .all(List.of(
                        sideBySide.start(config.ports().mysql(), port -> programs.mysql(folder.of("mysql"), port))))
                .get(0);
    }

    /** All nodes of Redis as one server; once wiped, its next start makes an empty cluster. */
    @Override
    public Server redis() {
        return allRedis;
    }

    /** All nodes of Kafka as one server. */
    @Override
    public Server kafka() {
        return allKafka;
    }

    @Override
    public Server mysql() {
        return mysql;
    }

    /** The nodes of Redis one by one. */
    public RedisClusterServers redisCluster() {
        return redis;
    }

    /** The nodes of Kafka one by one. */
    public KafkaBrokers kafkaBrokers() {
        return kafka;
    }

    /** Such as {@code redis-cluster://127.0.0.1:20001,127.0.0.1:20002}. */
    @Override
    public String redisUrl() {
        return redis.url();
    }

    @Override
    public String kafkaBootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** With as many copies of the order log as there are nodes, and decisions that a replica of Redis has. */
    @Override
    public List<String> apiSettings() {
        return with(ChildStack.super.apiSettings(), "--replication=" + KafkaBrokers.COUNT, "--redis-replicas=1");
    }

    @Override
    public List<String> consumerSettings(String database) {
        return with(ChildStack.super.consumerSettings(database), "--parked-replication=" + KafkaBrokers.COUNT);
    }

    private static List<String> with(List<String> settings, String... more) {
        return Stream.concat(settings.stream(), Stream.of(more)).toList();
    }

    @Override
    public List<ChildServer> servers() {
        return Stream.of(redis.nodes(), kafka.servers(), List.of(mysql))
                .flatMap(List::stream)
                .toList();
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
