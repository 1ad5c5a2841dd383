package dev.seckill.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.Server;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.embedded.KafkaBrokers;
import dev.seckill.infra.embedded.StackConfig;
import dev.seckill.infra.testing.TakesLong;
import dev.seckill.model.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The order log on three brokers, of which one or two go and come back, and which gets partitions. */
final class ConsumerBrokersIT extends ConsumerTestBase {

    private static final Duration WAIT = Duration.ofSeconds(90);

    @TempDir
    private static Path folder;

    private static KafkaBrokers brokers;

    /** Redis and MySQL of the shared servers, and the brokers. */
    private record WithBrokers(ServerStack shared) implements ServerStack {

        @Override
        public Server redis() {
            return shared.redis();
        }

        @Override
        public Server kafka() {
            return brokers.node(1);
        }

        @Override
        public String kafkaBootstrapServers() {
            return brokers.bootstrapServers();
        }

        @Override
        public Server mysql() {
            return shared.mysql();
        }

        @Override
        public String mysqlUrl(String database) {
            return shared.mysqlUrl(database);
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException("they are shared");
        }
    }

    @BeforeAll
    static void startBrokers() {
        brokers = KafkaBrokers.start(StackConfig.onFreePorts(folder).briefly());
    }

    @AfterAll
    static void stopBrokers() {
        brokers.close();
    }

    @BeforeEach
    @Override
    void setUp(ServerStack servers, TestInfo test) {
        super.setUp(new WithBrokers(servers), test);
    }

    @Test
    void storesEveryOrderWhileBrokersAreKilledAndPartitionsAreAdded() throws Exception {
        topic.create(PARTITIONS).send(List.of());
        List<Order> all;
        try (ConsumerProcess consumer = start();
                Admin admin = admin()) {
            consumer.awaitLog("order-consumer - ready");
            try (OrderFeed feed = new OrderFeed(topic, book, orders)) {
                awaitRows(1000);
                int leader = brokers.leaderOf(topic.name(), 0).orElseThrow();
                brokers.node(leader).kill();
                awaitMoreRows(3000);
                brokers.node(leader % KafkaBrokers.COUNT + 1).kill(); // so nothing can be written, nor committed
                brokers.startAll();
                awaitMoreRows(3000);
                await().atMost(WAIT).until(() -> inSync(admin) == KafkaBrokers.COUNT);
                admin.electLeaders(ElectionType.PREFERRED, null).partitions().get(30, TimeUnit.SECONDS);
                awaitMoreRows(3000);
                all = new ArrayList<>(feed.stop());
            }
            admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(2 * PARTITIONS)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            try (TestTopic wider = new TestTopic(brokers.bootstrapServers(), topic.name())) {
                List<Order> spread = orders.next(500); // over all partitions, the new ones too
                wider.send(spread);
                all.addAll(spread);
            }
            awaitRows(all.size());
            awaitDrained();

            assertBookHolds(all);
            assertThat(consumer.get("/health/ready")).startsWith("200");
        }
    }

    @Test
    @TakesLong
    void theParkedTopicIsOnAllBrokersAndNeedsTwo() throws Exception {
        topic.create(PARTITIONS).sendText("poison", "not an order");
        try (ConsumerProcess consumer = start("--parked-replication=3");
                Admin admin = admin()) {
            consumer.awaitLog("order-intake - parked");

            TopicDescription described = admin.describeTopics(List.of(parked.name()))
                    .topicNameValues()
                    .get(parked.name())
                    .get(30, TimeUnit.SECONDS);
            assertThat(described.partitions())
                    .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(KafkaBrokers.COUNT));
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, parked.name());
            Config config = admin.describeConfigs(List.of(resource))
                    .values()
                    .get(resource)
                    .get(30, TimeUnit.SECONDS);
            assertThat(config.get("min.insync.replicas").value()).isEqualTo("2");
        }
    }

    private void awaitMoreRows(int more) {
        awaitRows(book.count() + more);
    }

    private int inSync(Admin admin) throws Exception {
        return admin
                .describeTopics(List.of(topic.name()))
                .topicNameValues()
                .get(topic.name())
                .get(30, TimeUnit.SECONDS)
                .partitions()
                .stream()
                .mapToInt(partition -> partition.isr().size())
                .min()
                .orElseThrow();
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", brokers.bootstrapServers()));
    }
}
