package dev.seckill.api.recover;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.api.OutboxInRedis;
import dev.seckill.api.command.RecoveryPrinter;
import dev.seckill.api.orderlog.JournalWriter;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.api.sale.OutboxEntry;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.BuyerId;
import dev.seckill.model.IdempotencyKey;
import dev.seckill.model.LogPosition;
import dev.seckill.model.Order;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

/** What somebody else wrote to the topic or to Redis, and a recovery that must not believe it. */
@ExtendWith(SharedServers.class)
@Timeout(300)
final class RecoverForgeryIT {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final long HEAP = 160L << 20;

    private final SaleId sale = new SaleId("sale-" + UUID.randomUUID());
    private final String topic = "orders-" + UUID.randomUUID();
    private final OrderIdGenerator ids = new OrderIdGenerator(Clock.systemUTC());
    private final ServerStack servers;
    private RedisClient redis;
    private KafkaProducer<byte[], byte[]> producer;
    private boolean recovered;
    private Instant rebuiltAt;

    /** None where nobody lives who could give signs of it. */
    private Duration quiet = Duration.ZERO;

    RecoverForgeryIT(ServerStack servers) {
        this.servers = servers;
    }

    /** Five orders of a sale of ten; then Redis came back as it was after the third. */
    @BeforeEach
    void sellAndLose() throws Exception {
        redis = RedisClient.create(servers.redisUrl());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafkaBootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.kafkaBootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        for (int seq = 1; seq <= 5; seq++) {
            log(order(seq, 10 - seq, "buyer"), "10", null, "key-" + seq);
        }
        redis.set(sale.value(), "7");
        redis.hset(companion("sale"), Map.of("seq", "3", "allotment", "10", "state", "HALTED"));
    }

    @AfterEach
    void close() {
        producer.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 1_000_000_000_000L, Long.MAX_VALUE})
    void refusesANewestOrderThatCarriesNoAllotment(long seq) throws Exception {
        LogPosition forged = log(order(seq, 0, null), null, null, null);

        assertRefused(recover(null), forged);
        assertRecovered(recover(null, forged));
    }

    @ParameterizedTest
    @CsvSource({
        // As many as Redis knows, with a number that no sale gives.
        "1000000000000, 4, 10",
        "9223372036854775807, 4, 10",
        // Not what Redis knows.
        "6, 999999, 1000005",
        // More left than offered, and more gone than numbers given.
        "6, 11, 10",
        "6, 0, 10",
        "6, 9223372036854775807, 999999999999999999",
    })
    void refusesANewestOrderThatContradictsRedisOrTheOthersOrItself(long seq, long left, String allotment)
            throws Exception {
        LogPosition forged = log(order(seq, left, null), allotment, null, null);

        assertRefused(recover(null), forged);
        assertRecovered(recover(null, forged));
    }

    @ParameterizedTest
    @CsvSource({"6, 0, 1", "6, 999, 1004", "1000000000000, 0, 1000000000000", "7, 6, 12"})
    void refusesItAlsoWhenRedisKnowsNothing(long seq, long left, String allotment) throws Exception {
        redis.del(sale.value(), companion("sale"));
        LogPosition forged = log(order(seq, left, null), allotment, null, null);

        assertRefused(recover(null), forged);
        assertThat(redis.exists(sale.value())).isFalse();
        assertRecovered(recover(null, forged));
    }

    @ParameterizedTest
    @CsvSource({"1000000, 999994", "20, 14", "9, 3"})
    void refusesTwoOrdersThatAgreeWithEachOtherAndNotWithTheOthers(String allotment, long left) throws Exception {
        redis.del(sale.value(), companion("sale"));
        log(order(6, 4, null), null, null, null);
        LogPosition forged = log(order(7, left - 1, null), allotment, null, null);

        assertRefused(recover(null), forged);
        assertThat(redis.exists(sale.value())).isFalse();

        LogPosition another = log(order(8, left - 2, null), allotment, null, null);
        assertRefused(recover(null), forged);
        assertRefused(recover(null, forged), another);
        assertThat(recover(10L, forged, another)).contains("Recovered: allotment 10, 6 orders, 4 left, seq 6");
    }

    @Test
    void asksForTheAllotmentIfUnitsWereAddedAndRedisDoesNotKnow() throws Exception {
        redis.del(sale.value(), companion("sale"));
        LogPosition first = new LogPosition(topic, 0, 0);
        LogPosition added = log(order(6, 9, null), "15", null, null);
        log(order(7, 8, null), "15", null, null);

        String told = recover(null);

        assertThat(told)
                .contains("10 (seq 1, " + first + ")")
                .contains("15 (seq 6, " + added + ")")
                .contains("give --allotment");
        assertThat(recover(15L)).contains("Recovered: allotment 15, 7 orders, 8 left, seq 7 (0 numbers void)");
    }

    @Test
    void opensWithTheOperatorsAllotmentThoughTheNewestOrderCarriesNone() throws Exception {
        log(order(6, 4, null), null, null, null);

        assertThat(recover(10L)).contains("Recovered: allotment 10, 6 orders, 4 left, seq 6 (0 numbers void), 5 keys");
    }

    @Test
    void refusesANumberPastAllSalesAlsoWhenTheAllotmentIsGiven() throws Exception {
        LogPosition forged = log(order(Long.MAX_VALUE, 4, null), "10", null, null);

        assertRefused(recover(10L), forged);
    }

    @Test
    void refusesTwoOrdersOfOneNumberAndNamesBoth() throws Exception {
        LogPosition forged = log(order(4, 6, null), "10", null, null);

        String told = recover(null);
        assertRefused(told, forged);
        assertThat(told).contains("two orders have number 4").contains(topic + "-0@3");
        assertRecovered(recover(null, forged));
    }

    @Test
    void namesBothOrdersOfANumberHoweverOftenOneWasDelivered() throws Exception {
        Order relayed = order(6, 4, null);
        for (int i = 0; i < 4; i++) {
            log(relayed, "10", null, null);
        }
        LogPosition forged = log(order(6, 4, null), "10", null, null);

        String told = recover(null);

        assertRefused(told, forged);
        assertThat(told).contains(topic + "-0@5 (" + relayed.orderId() + ")").doesNotContain(topic + "-0@6");
    }

    @Test
    void namesTheOrderInTheOutboxWhoseNumberOneInTheLogHas() throws Exception {
        Order waiting = order(6, 4, null);
        outbox(waiting.orderId().toString(), entry(waiting));
        LogPosition forged = log(order(6, 4, null), "10", null, null);

        String told = recover(null);

        assertRefused(told, forged);
        assertThat(told).contains("in the outbox (" + waiting.orderId() + ")").contains("HDEL " + companion("outbox"));
    }

    @Test
    void doesNotTakeOverATimeOfRebuildThatHasNotCome() throws Exception {
        String nextYear = Long.toString(Instant.now().plus(Duration.ofDays(365)).toEpochMilli());
        LogPosition forged = log(order(6, 4, null), "10", nextYear, null);

        assertRefused(recover(null), forged);
        assertRecovered(recover(null, forged));
    }

    @Test
    void dropsNoOutboxBecauseAnOrderSaysThatTheSaleWasRebuilt() throws Exception {
        acceptedOnlyInRedis();
        String now = Long.toString(Instant.now().toEpochMilli());
        LogPosition forged = log(order(6, 4, null), "10", now, null);

        String told = recover(null);

        assertThat(told).contains("2 orders of " + companion("outbox")).contains("--rebuilt-at");
        assertUntouched(told, forged);
        assertThat(OutboxInRedis.orders(redis, sale)).isEqualTo(2);
        rebuiltAt = Instant.now(); // not what the order says
        assertUntouched(recover(null), forged);
        rebuiltAt = null;
        assertThat(recover(null, forged)).contains("Recovered: allotment 10, 7 orders, 3 left, seq 7 (0 numbers void)");
    }

    @Test
    void dropsTheOutboxOfABackupOnceTheOperatorConfirmsTheRebuild() throws Exception {
        acceptedOnlyInRedis();
        Instant rebuilt = Instant.ofEpochMilli(System.currentTimeMillis());
        log(order(6, 4, null), "10", Long.toString(rebuilt.toEpochMilli()), null);
        rebuiltAt = rebuilt;

        assertThat(recover(null)).contains("Recovered: allotment 10, 6 orders, 4 left, seq 7 (1 number void), 5 keys");
        assertThat(OutboxInRedis.orders(redis, sale)).isZero();
    }

    @Test
    void needsNoConfirmationToDropAnOutboxThatTheLogHasAllOf() throws Exception {
        Order logged = order(6, 4, null);
        log(logged, "10", null, null);
        outbox(logged.orderId().toString(), entry(logged));
        log(order(7, 3, null), "10", Long.toString(Instant.now().toEpochMilli()), null);

        assertThat(recover(null)).contains("Recovered: allotment 10, 7 orders, 3 left, seq 7");
    }

    /** Two further orders, of buyers who read 202, and an instance that died before it could deliver them. */
    private void acceptedOnlyInRedis() throws Exception {
        redis.set(sale.value(), "3");
        redis.hset(companion("sale"), "seq", "7");
        for (int seq = 6; seq <= 7; seq++) {
            Order order = order(seq, 10 - seq, null);
            outbox(order.orderId().toString(), entry(order));
        }
    }

    @Test
    void takesEighteenNinesForNoTimeOfRebuild() throws Exception {
        log(order(6, 4, null), "10", "999999999999999999", null);

        assertThat(recover(null)).contains("Recovered: allotment 10, 6 orders, 4 left, seq 6");
        assertThat(Long.parseLong(redis.hget(companion("sale"), "epoch")))
                .isLessThanOrEqualTo(Instant.now().toEpochMilli());
    }

    @Test
    void refusesATimeOfRebuildInRedisThatIsNone() {
        redis.hset(companion("sale"), "epoch", "999999999999999999");

        assertThatThrownBy(() -> recover(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epoch")
                .hasMessageContaining("999999999999999999");
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 10", "5, 8, 5"})
    void doesNotCountAsOfferedWhatAHalfDoneTransactionTookNoUnitFor(long logged, long seq, long left) throws Exception {
        // The numbers were given, the units were not taken, and the orders went nowhere.
        SaleId half = new SaleId("half-" + UUID.randomUUID());
        long offered = logged + left;
        redis.set(half.value(), Long.toString(left));
        redis.hset("{" + half + "}:sale", Map.of("seq", "" + seq, "allotment", "" + offered, "state", "HALTED"));
        for (long i = 1; i <= logged; i++) {
            log(new Order(ids.next(), half, i, null, "car", 1, offered - i, Instant.now()), "" + offered, null, null);
        }

        assertThat(recover(half, null))
                .contains("Recovered: allotment " + offered + ", " + logged + " orders, " + left + " left, seq " + seq);
    }

    @Test
    void refusesWhenRedisDoesNotTellWhetherUnitsLeftTheCounter() throws Exception {
        redis.set(sale.value(), "4");
        redis.hset(companion("sale"), "seq", "8");

        String told = recover(null);

        assertThat(recovered).isFalse();
        assertThat(told).contains("Refused: Redis has given numbers to 8 orders, of which 3 stand neither in");
        assertThat(recover(10L)).contains("Recovered: allotment 10, 5 orders, 5 left, seq 8 (3 numbers void)");
    }

    @Test
    void isNotStoppedByDamagedEntriesOfTheOutboxAndTellsThem() throws Exception {
        Order waiting = order(6, 4, "buyer");
        outbox(waiting.orderId().toString(), entry(waiting));
        outbox("not-an-order", "damage\n".getBytes(US_ASCII));
        outbox("two\nlines", new byte[0]);
        outbox(ids.next().toString(), entry(order(7, 3, null)));
        Order foreign = new Order(ids.next(), new SaleId("other"), 8, null, "car", 1, 2, Instant.now());
        outbox(foreign.orderId().toString(), entry(foreign));

        String told = recover(null);

        assertThat(told)
                .contains("WARNING: 4 entries of " + companion("outbox"))
                .doesNotContain("two\nlines")
                .contains("Recovered: allotment 10, 6 orders, 4 left, seq 6 (0 numbers void), 6 keys");
        assertThat(OutboxInRedis.orders(redis, sale)).isEqualTo(5);
        assertThat(redis.hget(companion("buyers"), "buyer:buyer")).isEqualTo("6");
    }

    @Test
    void isNotStoppedByDamagedSignsOfLife() throws Exception {
        for (String beat : List.of("", "now", "1", "1 2 3", "99999999999999999999", "1 " + sale + "=-1", "1 …")) {
            redis.hset("{seckill}:instances", "of-" + beat, beat);
        }

        assertRecovered(recover(null));
    }

    @ParameterizedTest
    @CsvSource({"' v2',unreadable", "' other=1 …',unreadable", "' SALE=3',3", "' other=1 SALE=2 …',2"})
    void refusesWhileAnInstanceLivesThatOwesEventsOfTheSaleOrMay(String owed, String told) throws Exception {
        assertThat(recoverBeside(owed)).contains("Refused").contains("newer=" + told);

        assertRecovered(recover(null));
    }

    @Test
    void doesNotWaitForAnInstanceThatOwesEventsOfAnotherSaleOnly() throws Exception {
        assertRecovered(recoverBeside(" other=5"));
    }

    /** Recovers while an instance gives signs of life that end so. */
    private String recoverBeside(String owed) throws Exception {
        Thread instance = new Thread(() -> {
            try (RedisClient own = RedisClient.create(servers.redisUrl())) {
                while (!Thread.currentThread().isInterrupted()) {
                    own.hset("{seckill}:instances", "newer", System.nanoTime() + owed.replace("SALE", sale.value()));
                }
            }
        });
        instance.start();
        quiet = Duration.ofSeconds(1);
        try {
            return recover(null);
        } finally {
            quiet = Duration.ZERO;
            instance.interrupt();
            instance.join();
            redis.hdel("{seckill}:instances", "newer");
        }
    }

    @Test
    void anInterruptedRecoveryLeavesNothingBehindThatCountsTwice() throws Exception {
        redis.hset(companion("recovering"), "key:of-before", "x");
        redis.hset(companion("recovering-buyers"), "buyer:buyer", "5");

        assertRecovered(recover(null));
        assertThat(redis.hget(companion("buyers"), "buyer:buyer")).isEqualTo("5");
        assertThat(redis.hexists(companion("orders"), "key:of-before")).isFalse();
        assertThat(redis.exists(companion("recovering"), companion("recovering-buyers")))
                .isZero();
    }

    @Test
    void keepsWhatRedisRemembersAndNoOrderTellsOfALogThatHasLostItsBeginning() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafkaBootstrapServers()))) {
            RecordsToDelete first = RecordsToDelete.beforeOffset(1);
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), first))
                    .all()
                    .get();
        }
        redis.hset(companion("orders"), Map.of("key:of-before", "x", "buyer:among-keys", "1"));
        redis.hset(companion("buyers"), Map.of("buyer:of-before", "2", "buyer:buyer", "3"));

        assertThat(recover(null)).contains("Recovered: allotment 10, 5 orders, 5 left, seq 5 (0 numbers void), 4 keys");
        assertThat(redis.hget(companion("orders"), "key:of-before")).isEqualTo("x");
        assertThat(redis.hgetAll(companion("buyers")))
                .containsOnly(
                        Map.entry("buyer:among-keys", "1"),
                        Map.entry("buyer:of-before", "2"),
                        Map.entry("buyer:buyer", "4"));
        assertThat(redis.ttl(companion("buyers"))).as("no lifetime").isEqualTo(-1);
        assertThat(redis.ttl(companion("orders"))).isBetween(3500L, 3600L);
    }

    @Test
    void aKeyThatOutlivedItsLifetimeHasTheNewestOfItsOrders() throws Exception {
        Order newest = order(7, 3, null);
        log(newest, "10", null, "key-1");
        log(order(6, 4, null), "10", null, "key-1");

        assertThat(recover(null)).contains("7 orders", "5 keys");
        assertThat(redis.hget(companion("orders"), "key:key-1"))
                .contains(newest.orderId().toString());
    }

    private void assertRefused(String told, LogPosition forged) {
        assertUntouched(told, forged);
        assertThat(redis.exists(companion("orders"))).isFalse();
        assertThat(redis.exists(companion("recovering"))).isFalse();
    }

    private void assertUntouched(String told, LogPosition forged) {
        assertThat(recovered).as(told).isFalse();
        assertThat(told)
                .contains("Refused")
                .contains(forged.toString())
                .contains("--ignore")
                .contains("Nothing was written");
        assertThat(redis.hget(companion("sale"), "state")).isEqualTo("HALTED");
    }

    private void assertRecovered(String told) {
        assertThat(recovered).as(told).isTrue();
        assertThat(told).contains("Recovered: allotment 10, 5 orders, 5 left, seq 5 (0 numbers void), 5 keys");
        assertThat(redis.get(sale.value())).isEqualTo("5");
    }

    private String companion(String name) {
        return "{" + sale + "}:" + name;
    }

    private Order order(long seq, long left, String buyer) {
        return new Order(
                ids.next(), sale, seq, buyer == null ? null : new BuyerId(buyer), "car", 1, left, Instant.now());
    }

    private static byte[] entry(Order order) throws Exception {
        String head = "10 key-" + order.seq() + "\n";
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        entry.write(head.getBytes(US_ASCII));
        entry.write(EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order)));
        assertThat(OutboxEntry.parse(entry.toByteArray()).order()).isEqualTo(order);
        return entry.toByteArray();
    }

    private void outbox(String field, byte[] value) {
        redis.hset(companion("outbox").getBytes(UTF_8), Map.of(field.getBytes(UTF_8), value));
    }

    private LogPosition log(Order order, String allotment, String epoch, String key) throws Exception {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                topic, 0, null, EventCodec.encode(new SaleEvent.Accepted(SaleEvent.UNNUMBERED, order)));
        header(message, OrderLogNames.ALLOTMENT_HEADER, allotment);
        header(message, OrderLogNames.EPOCH_HEADER, epoch);
        header(message, OrderLogNames.IDEMPOTENCY_KEY_HEADER, key == null ? null : new IdempotencyKey(key).value());
        return new LogPosition(topic, 0, producer.send(message).get().offset());
    }

    private static void header(ProducerRecord<?, ?> message, String name, String value) {
        if (value != null) {
            message.headers().add(name, value.getBytes(US_ASCII));
        }
    }

    private String recover(Long allotment, LogPosition... ignored) {
        return recover(sale, allotment, ignored);
    }

    private String recover(SaleId sale, Long allotment, LogPosition... ignored) {
        KafkaSettings kafka = new KafkaSettings(
                servers.kafkaBootstrapServers(),
                topic,
                1,
                (short) 1,
                Duration.ofSeconds(5),
                WAIT,
                Duration.ofSeconds(5),
                WAIT,
                WAIT,
                Set.of(ignored));
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (RedisSale redisSale = new RedisSale(sale, new RedisSettings(URI.create(servers.redisUrl()), WAIT))) {
            RecoveryPrinter printer = new RecoveryPrinter(new PrintStream(told, true, UTF_8));
            RecoveryReport report = new Recovery(
                            redisSale,
                            new LoggedSale(sale, kafka, HEAP),
                            new JournalWriter(kafka)::write,
                            new Recovery.Settings(
                                    allotment, rebuiltAt, Duration.ofSeconds(1), Duration.ofHours(1), quiet),
                            Clock.systemUTC())
                    .run(printer::halted);
            printer.ended(report);
            recovered = report.isFine();
        }
        return told.toString(UTF_8);
    }
}
