package dev.seckill.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.Server;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.embedded.KafkaBrokers;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.model.Order;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The order log on three brokers, of which one or two go and come back, whose leaders move, and which gets partitions. */
@Timeout(300)
final class ApiBrokersIT extends ApiJarTestBase {

    private static final Duration WAIT = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private static KafkaBrokers brokers;

    ApiBrokersIT(ServerStack servers) {
        super(servers);
    }

    @BeforeAll
    static void startBrokers() {
        brokers = KafkaBrokers.start(StackConfig.onFreePorts(folder).briefly());
    }

    @AfterAll
    static void stopBrokers() {
        brokers.close();
    }

    @Test
    void theTopicThatItMakesIsOnAllOfThemAndNeedsTwo() throws Exception {
        serveHere("--stock", "5");

        try (Admin admin = admin()) {
            assertThat(describe(admin).partitions())
                    .hasSize(6)
                    .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(3));
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            Config config = admin.describeConfigs(List.of(resource))
                    .values()
                    .get(resource)
                    .get();
            assertThat(config.get("min.insync.replicas").value()).isEqualTo("2");
        }
    }

    @Test
    void nothingIsLostWhileABrokerIsKilledLeadersMoveAndPartitionsAreAdded() throws Exception {
        ApiHere api = serveHere("--stock", "100000");
        Crowd crowd = new Crowd(List.of(api.url()));
        try (crowd;
                Admin admin = admin()) {
            crowd.awaitMore(200);

            Server killed = brokers.node(brokers.leaderOf(topic, 0).orElseThrow());
            killed.kill();
            crowd.awaitMore(200);
            killed.start();
            await().atMost(WAIT).until(() -> inSync(admin).stream().allMatch(inSync -> inSync == 3));

            admin.electLeaders(ElectionType.PREFERRED, null).partitions().get();
            moveLeaders(admin);
            crowd.awaitMore(200);

            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(12)))
                    .all()
                    .get();
            ApiHere newcomer = serveHere(); // which writes to all twelve from its start
            crowd.alsoAt(newcomer.url());
            crowd.awaitMore(400);
        }

        awaitAllLogged(crowd.promised());
        assertThat(partitionsWithOrders()).hasSizeGreaterThan(6);
    }

    @Test
    void withoutTwoOfThemOrdersArePendingThenRefusedAndAllAreDeliveredWhenTheyAreBack() {
        ApiHere api =
                serveHere("--stock", "1000", "--publish-wait", "300ms", "--unlogged-max", "20", "--log-silence", "5m");
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 200);
        int leader = brokers.leaderOf(topic, 0).orElseThrow();
        List<Server> others = brokers.nodes().stream()
                .filter(node -> node != brokers.node(leader))
                .toList();
        List<HttpResponse<String>> pending = new ArrayList<>();
        others.forEach(Server::kill);
        try {
            // Some may be acknowledged before the last copies count as gone.
            await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 202);
            await().atMost(WAIT).until(() -> {
                HttpResponse<String> reply = buyers.buy(api.url());
                if (Buyers.isAccepted(reply)) {
                    pending.add(reply);
                    return false;
                }
                assertProblem(reply, 503, "Too many orders wait for the order log.");
                return true;
            });
            assertThat(pending).allMatch(reply -> reply.statusCode() == 202);
        } finally {
            brokers.startAll();
        }

        awaitAllLogged(pending.stream().map(Buyers::orderId).collect(Collectors.toSet()));
        await().atMost(WAIT).until(() -> buyers.buy(api.url()).statusCode() == 200);
    }

    /** Every order that a buyer was promised is in the log, and the numbers of all have no gap and no double. */
    private void awaitAllLogged(Set<String> promised) {
        await().atMost(WAIT).until(() -> OutboxInRedis.orders(redis, sale) == 0);
        List<Order> logged = TopicReader.orders(brokers.bootstrapServers(), topic);
        Map<String, Long> seqs = logged.stream()
                .collect(Collectors.toMap(order -> order.orderId().toString(), Order::seq, (one, same) -> one));
        assertThat(seqs.keySet()).containsAll(promised);
        assertThat(seqs.values())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, seqs.size()).boxed().toList());
    }

    private Set<Integer> partitionsWithOrders() {
        return TopicReader.records(brokers.bootstrapServers(), topic).stream()
                .map(message -> message.partition())
                .collect(Collectors.toSet());
    }

    /** Each partition gets another one of its copies as its leader. */
    private void moveLeaders(Admin admin) throws Exception {
        Map<TopicPartition, Optional<NewPartitionReassignment>> moves = describe(admin).partitions().stream()
                .collect(Collectors.toMap(this::partition, partition -> {
                    List<Integer> copies = partition.replicas().stream()
                            .map(node -> node.id())
                            .collect(Collectors.toCollection(ArrayList::new));
                    copies.add(copies.remove(0));
                    return Optional.of(new NewPartitionReassignment(copies));
                }));
        admin.alterPartitionReassignments(moves).all().get(30, TimeUnit.SECONDS);
        Map<TopicPartition, Optional<Throwable>> elected = admin.electLeaders(ElectionType.PREFERRED, moves.keySet())
                .partitions()
                .get(30, TimeUnit.SECONDS);
        assertThat(elected.values())
                .allSatisfy(failure ->
                        failure.ifPresent(reason -> assertThat(reason).isInstanceOf(ElectionNotNeededException.class)));
    }

    private TopicPartition partition(TopicPartitionInfo partition) {
        return new TopicPartition(topic, partition.partition());
    }

    private List<Integer> inSync(Admin admin) throws Exception {
        return describe(admin).partitions().stream()
                .map(partition -> partition.isr().size())
                .toList();
    }

    private TopicDescription describe(Admin admin) throws Exception {
        return admin.describeTopics(List.of(topic)).topicNameValues().get(topic).get(30, TimeUnit.SECONDS);
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", brokers.bootstrapServers()));
    }

    private ApiHere serveHere(String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--kafka", brokers.bootstrapServers(), "--replication", "3"));
        return serve(arguments.toArray(String[]::new));
    }
}
