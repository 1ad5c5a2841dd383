package dev.seckill.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seckill.api.orderlog.JournalWriter;
import dev.seckill.api.orderlog.KafkaSettings;
import dev.seckill.api.orderlog.LoggedSale;
import dev.seckill.api.recover.Recovery;
import dev.seckill.api.recover.RecoveryReport;
import dev.seckill.api.redis.RedisSale;
import dev.seckill.api.redis.RedisSettings;
import dev.seckill.infra.ServerStack;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.OrderIdGenerator;
import dev.seckill.model.OrderLogNames;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.EventCodec;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.EventLeaves;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.ShopKeys.Role;
import dev.seckill.proof.verdict.Evidence;
import dev.seckill.proof.verdict.Outcome;
import dev.seckill.proof.verdict.ReceiptCheck;
import dev.seckill.proof.verdict.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts of orders that a real Redis and a real Kafka have. Each reply stands in the contract. */
final class ReceiptsIT extends ApiJarTestBase {

    private static final String BASE = "shop.example/proofs";
    private static final String ADMIN = "opened-by-sesame-1";
    private static final String SHOP = "the-shop-pays-for-it";

    @TempDir
    Path folder;

    private NoteKey root;
    private ProofKeys keys;

    ReceiptsIT(ServerStack servers) {
        super(servers);
    }

    @BeforeEach
    void makeKeys() {
        Instant now = Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.MILLIS);
        root = new ShopKeyFiles(folder.resolve("keys")).makeShop(BASE, Duration.ofMinutes(5), now, new SecureRandom());
        keys = ProofKeys.read(folder.resolve("keys"), Role.RECEIPTS, BASE, Instant.now());
    }

    private ApiHere serveWithKeys() throws IOException {
        return serve(
                "--origin",
                BASE,
                "--proof-keys",
                folder.resolve("keys").toString(),
                "--stock",
                "10",
                "--receipt-wait",
                "20s",
                "--admin-tokens-file",
                file("ann:" + ADMIN),
                "--shop-tokens-file",
                file("pay:" + SHOP));
    }

    private String file(String content) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "tokens",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content).toString();
    }

    private static String receiptOf(String sale, String orderId) {
        return "/api/sales/" + sale + "/orders/" + orderId + "/receipt";
    }

    private HttpResponse<String> get(ApiHere api, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(api.url() + path)).timeout(WAIT);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return buyers.send(request.build());
    }

    private ReceiptFile receipt(ApiHere api, String ofSale, String orderId) {
        HttpResponse<String> reply = await().atMost(WAIT)
                .until(() -> get(api, receiptOf(ofSale, orderId)), answer -> answer.statusCode() != 202);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return ReceiptFile.parse(reply.body().getBytes(UTF_8));
    }

    private EventLeaf promised(ReceiptFile file) {
        ReceiptCheck check = new ReceiptCheck(new Trust(root, List.of()), Clock.systemUTC());
        assertThat(check.verdict(file.bytes(), Evidence.NONE).outcome()).isEqualTo(Outcome.PROMISED);
        return Receipt.parse(Note.parse(file.receipt())).leaf();
    }

    /** What the certifier makes of the message in the log. */
    private EventLeaf certified(String ofSale, long no, long epoch) {
        List<SaleEvent> journal = TopicReader.events(servers.kafkaBootstrapServers(), topic).stream()
                .filter(event -> event.sale().value().equals(ofSale))
                .toList();
        Instant birth = journal.stream()
                .filter(event -> event.no() == 1)
                .findFirst()
                .orElseThrow()
                .at();
        EventLeaves leaves = keys.leaves(keys.origin(ofSale, birth));
        return leaves.leaf(
                journal.stream().filter(event -> event.no() == no).findFirst().orElseThrow(), epoch);
    }

    @Test
    void everyInstanceGivesTheReceiptOfAnAcceptedOrder() throws IOException {
        ApiHere one = serveWithKeys();
        String orderId = Buyers.orderId(buyers.buy(one.url()));

        ReceiptFile file = receipt(one, sale, orderId);

        EventLeaf leaf = promised(file);
        assertThat(leaf).isEqualTo(certified(sale, leaf.no(), 0));
        assertThat(leaf.kind()).isEqualTo(LeafKind.ACCEPTED);
        assertThat(file.orderId()).isEqualTo(orderId);

        ApiHere other = serveWithKeys();
        assertThat(receipt(other, sale, orderId)).isEqualTo(file);
        assertThat(get(other, receiptOf(sale, orderId), "Accept", "text/plain").body())
                .isEqualTo(file.receipt());
    }

    @Test
    void whoseOrderItIsNotGetsNone() throws IOException {
        ApiHere api = serveWithKeys();
        String orderId = Buyers.orderId(buyers.buy(api.url()));
        String madeUp = new OrderIdGenerator(Clock.systemUTC()).next().toString();

        assertProblem(get(api, receiptOf(sale, madeUp)), 404, "/docs#unknown-order");
        assertProblem(get(api, receiptOf("another-sale", orderId)), 404, "/docs#unknown-order");
        promised(receipt(api, sale, orderId));
    }

    @Test
    void withoutKeysThereIsNoSuchRoute() {
        ApiHere api = serve("--stock", "10");
        String orderId = Buyers.orderId(buyers.buy(api.url()));

        assertProblem(get(api, receiptOf(sale, orderId)), 404, "about:blank");
    }

    @Test
    void whateverBecameOfAnOrderItsReceiptIsOfItsAcceptance() throws Exception {
        ApiHere api = serveWithKeys();
        String held = sale + ".held";
        HttpRequest.Builder plan = HttpRequest.newBuilder(URI.create(api.url() + "/api/sales/" + held))
                .timeout(WAIT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + ADMIN)
                .PUT(HttpRequest.BodyPublishers.ofString("{\"name\":\"Two cars\",\"item\":\"car\",\"allotment\":2,"
                        + "\"holdFor\":600,\"cancellable\":true}"));
        assertThat(buyers.send(plan.build()).statusCode()).isEqualTo(200);
        HttpRequest.Builder purchase = HttpRequest.newBuilder(URI.create(api.url() + "/api/sales/" + held + "/orders"))
                .timeout(WAIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"buyer\":\"Zo\u00eb\"}"));
        JsonNode order = json(buyers.send(purchase.build()));
        String orderId = order.get("orderId").asText();

        ReceiptFile first = receipt(api, held, orderId);
        EventLeaf leaf = promised(first);
        assertThat(leaf).isEqualTo(certified(held, leaf.no(), 0));
        assertThat(leaf.detail()).isNotNull();
        assertThat(first.buyer()).isEqualTo("Zo\u00eb");

        for (String change : List.of("confirm", "cancel")) {
            assertThat(buyers.send(HttpRequest.newBuilder(URI.create(
                                            api.url() + "/api/sales/" + held + "/orders/" + orderId + "/" + change))
                                    .timeout(WAIT)
                                    .header("Authorization", "Bearer " + SHOP)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build())
                            .statusCode())
                    .isIn(200, 202);
            assertThat(receipt(api, held, orderId)).isEqualTo(first);
        }
    }

    @Test
    void anOrderThatIsNotLoggedYetHasToWait() throws Exception {
        ApiHere api = serve(
                "--origin",
                BASE,
                "--proof-keys",
                folder.resolve("keys").toString(),
                "--stock",
                "10",
                "--receipt-wait",
                "500ms",
                "--publish-wait",
                "50ms");
        promised(receipt(api, sale, Buyers.orderId(buyers.buy(api.url()))));
        servers.kafka().freeze();
        String orderId;
        try {
            HttpResponse<String> pending = buyers.buy(api.url());
            orderId = Buyers.orderId(pending);
            assertThat(pending.statusCode()).isEqualTo(202);

            HttpResponse<String> waiting = get(api, receiptOf(sale, orderId));

            assertThat(waiting.statusCode()).as(waiting.body()).isEqualTo(202);
            assertThat(waiting.headers().firstValue("Retry-After")).isPresent();
        } finally {
            servers.kafka().thaw();
        }
        HttpResponse<String> reply = await().atMost(WAIT)
                .until(() -> get(api, receiptOf(sale, orderId)), answer -> answer.statusCode() == 200);
        promised(ReceiptFile.parse(reply.body().getBytes(UTF_8)));
    }

    /** Event 4 is lost with Redis, 5 was logged; then 4 comes after all. */
    @Test
    void afterARecoverTheReceiptsHoldAndWhatWasGivenUpHasNone() throws Exception {
        ApiHere before = serveWithKeys();
        String orderId = Buyers.orderId(buyers.buy(before.url()));
        buyers.buy(before.url());
        ReceiptFile file = receipt(before, sale, orderId);
        before.close();
        append(5, 4, 6);
        redis.flushAll();

        recover();
        OrderId givenUp = append(4, 3, 7);
        ApiHere after = serveWithKeys();

        assertThat(receipt(after, sale, orderId)).isEqualTo(file);
        assertProblem(get(after, receiptOf(sale, givenUp.toString())), 404, "/docs#no-receipt");
        EventLeaf leaf = promised(receipt(after, sale, Buyers.orderId(buyers.buy(after.url()))));
        assertThat(leaf.no()).isGreaterThan(6);
        assertThat(leaf.epoch()).isPositive();
        assertThat(leaf).isEqualTo(certified(sale, leaf.no(), leaf.epoch()));
    }

    /** Redis was restarted, say, after everybody had bought: only receipts are asked for. */
    @Test
    void aSaleThatNobodyBuysInIsFoundSoundAgainForItsReceipts() throws IOException {
        ApiHere before = serveWithKeys();
        String over = sale + ".over";
        redis.set(over, "5");
        HttpRequest.Builder purchase = HttpRequest.newBuilder(
                        URI.create(before.url() + "/api/sales/" + over + "/orders"))
                .timeout(WAIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"buyer\":\"Ann\"}"));
        String orderId = json(buyers.send(purchase.build())).get("orderId").asText();
        ReceiptFile file = receipt(before, over, orderId);
        before.close();
        redis.set("{" + over + "}:server", "the process before");
        ApiHere after = serveWithKeys();

        HttpResponse<String> first = get(after, receiptOf(over, orderId));
        assertThat(first.statusCode()).isEqualTo(503);
        HttpResponse<String> again = await().atMost(WAIT)
                .until(() -> get(after, receiptOf(over, orderId)), answer -> answer.statusCode() == 200);

        assertThat(ReceiptFile.parse(again.body().getBytes(UTF_8))).isEqualTo(file);
    }

    private OrderId append(long no, long seq, long left) throws Exception {
        OrderId id = new OrderIdGenerator(Clock.systemUTC()).next();
        Order order = new Order(id, new SaleId(sale), seq, null, "car", 1, left, Instant.now());
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                topic, id.toString().getBytes(US_ASCII), EventCodec.encode(new SaleEvent.Accepted(no, order)));
        message.headers().add(OrderLogNames.ALLOTMENT_HEADER, "10".getBytes(US_ASCII));
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers.kafkaBootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(message).get();
        }
        return id;
    }

    private void recover() {
        KafkaSettings kafka = new KafkaSettings(
                servers.kafkaBootstrapServers(), topic, 1, (short) 1, WAIT, WAIT, WAIT, WAIT, WAIT, Set.of());
        SaleId id = new SaleId(sale);
        try (RedisSale redisSale = new RedisSale(id, new RedisSettings(URI.create(servers.redisUrl()), WAIT))) {
            RecoveryReport report = new Recovery(
                            redisSale,
                            new LoggedSale(id, kafka, Runtime.getRuntime().maxMemory()),
                            new JournalWriter(kafka)::write,
                            new Recovery.Settings(null, null, WAIT, Duration.ofHours(1), Duration.ofMillis(300)),
                            Clock.systemUTC())
                    .run(halted -> {});
            assertThat(report.isFine()).as(report.toString()).isTrue();
        }
    }

    private static JsonNode json(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).as(reply.body()).isIn(201, 202);
        try {
            return JsonMapper.builder().build().readTree(reply.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(reply.body(), e);
        }
    }
}
