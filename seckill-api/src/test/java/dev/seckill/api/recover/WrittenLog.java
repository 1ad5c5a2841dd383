package dev.seckill.api.recover;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seckill.api.command.RecoveryPrinter;
import dev.seckill.api.orderlog.JournalWriter;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.orderlog.LoggedSales;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.RedisSales;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SureProducer;
import dev.seckill.model.SaleId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** An order log of a test's own making, and recoveries from it. */
final class WrittenLog {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int PARTITIONS = 3;
    private static final long HEAP = 160L << 20;

    private final KafkaSettings kafka;
    private final RedisSettings redis;

    private WrittenLog(KafkaSettings kafka, RedisSettings redis) {
        this.kafka = kafka;
        this.redis = redis;
    }

    /** An empty one. */
    static WrittenLog create(ServerStack servers) throws Exception {
        KafkaSettings kafka = new KafkaSettings(
                servers.kafkaBootstrapServers(),
                "orders-" + UUID.randomUUID(),
                PARTITIONS,
                (short) 1,
                Duration.ofSeconds(5),
                WAIT,
                Duration.ofSeconds(5),
                WAIT,
                WAIT,
                Set.of());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(kafka.topic(), PARTITIONS, (short) 1)))
                    .all()
                    .get();
            SureProducer.awaitLeaders(admin, kafka.topic(), PARTITIONS);
        }
        return new WrittenLog(kafka, new RedisSettings(URI.create(servers.redisUrl()), WAIT));
    }

    /** Three partitions and relays deliver in any order, and some of it twice. */
    void writeShuffled(List<OutboxEntry> entries, int seed) {
        List<OutboxEntry> any = new ArrayList<>(entries);
        any.addAll(entries.subList(0, 1));
        Collections.shuffle(any, new Random(seed));
        new JournalWriter(kafka).write(any);
    }

    /** Messages as another version wrote them. */
    void write(List<ProducerRecord<byte[], byte[]>> messages) {
        try (SureProducer producer = new SureProducer(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            messages.forEach(producer::send);
            producer.flush();
        }
    }

    /** The log loses all that it has by now. */
    void loseAll() throws Exception {
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            all.put(new TopicPartition(kafka.topic(), partition), RecordsToDelete.beforeOffset(-1)); // to its end
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteRecords(all).all().get();
        }
    }

    KafkaSettings kafka() {
        return kafka;
    }

    /** What recover tells of one sale. */
    String recover(SaleId sale) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        RecoveryPrinter printer = new RecoveryPrinter(new PrintStream(told, true, UTF_8));
        try (RedisSale redisSale = new RedisSale(sale, redis)) {
            printer.ended(new Recovery(
                            redisSale,
                            new LoggedSale(sale, kafka, HEAP),
                            new JournalWriter(kafka)::write,
                            settings(),
                            Clock.systemUTC())
                    .run(printer::halted));
        }
        return told.toString(UTF_8);
    }

    /** What recover tells of each sale that the log knows, or why it failed. */
    Map<SaleId, String> recoverAll() {
        Map<SaleId, String> told = new TreeMap<>(Comparator.comparing(SaleId::value));
        try (RedisSales sales = new RedisSales(redis)) {
            new Recovery(
                            sales::sale,
                            LoggedSales.ofAll(kafka, HEAP),
                            new JournalWriter(kafka)::write,
                            settings(),
                            Clock.systemUTC())
                    .run(new Recovery.Progress() {
                        @Override
                        public void halted(SaleId sale, RecoveryReport.Found found) {}

                        @Override
                        public void ended(SaleId sale, RecoveryReport report) {
                            ByteArrayOutputStream text = new ByteArrayOutputStream();
                            new RecoveryPrinter(new PrintStream(text, true, UTF_8)).ended(report);
                            told.put(sale, text.toString(UTF_8));
                        }

                        @Override
                        public void failed(SaleId sale, RuntimeException reason) {
                            told.put(sale, "failed: " + reason.getMessage());
                        }
                    });
        }
        return told;
    }

    private static Recovery.Settings settings() {
        return new Recovery.Settings(null, null, WAIT, Duration.ofHours(1), Duration.ZERO);
    }
}
