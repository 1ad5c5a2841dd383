package dev.seckill.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.api.metrics.ApiMetrics;
import dev.seckill.api.orderbook.OrderBook;
import dev.seckill.infra.testing.LogLines;
import dev.seckill.model.BuyerId;
import dev.seckill.model.Order;
import dev.seckill.model.OrderId;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.BouncyCastleNoteSigner;
import dev.seckill.model.proof.EventLeaves;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.Figures;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.ShopKeys.Role;
import dev.seckill.proof.text.TlogProof;
import dev.seckill.proof.verdict.Evidence;
import dev.seckill.proof.verdict.Outcome;
import dev.seckill.proof.verdict.ReceiptCheck;
import dev.seckill.proof.verdict.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is put into a receipt, from a consumer that the test is. */
@Timeout(300)
final class ReceiptProofsIT {

    private static final String BASE = "shop.example/proofs";
    private static final SaleId SALE = new SaleId("cars");
    private static final OrderId ORDER = OrderId.parse("019ae000-0000-7000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-11-29T12:00:00.123Z");
    private static final String PROOF = "/api/sales/cars/orders/" + ORDER + "/proof";
    private static final String CERTIFICATE = "/proofs/cars/20261129T120000Z/certificate";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeBook book;
    private final ApiMetrics metrics = new ApiMetrics();
    /** What the consumer has, by its address. */
    private final Map<String, String> has = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    private ProofKeys keys;
    private BouncyCastleNoteSigner logKey;
    private EventLeaf leaf;
    private ReceiptFile file;

    ReceiptProofsIT() throws IOException {
        book = new FakeBook();
    }

    @BeforeEach
    void signAReceipt() {
        ShopKeyFiles files = new ShopKeyFiles(folder.resolve("keys"));
        files.makeShop(BASE, Duration.ofMinutes(5), AT, new SecureRandom());
        keys = ProofKeys.read(folder.resolve("keys"), Role.RECEIPTS, BASE, AT);
        logKey = new BouncyCastleNoteSigner(files.key(Role.LOG));
        EventLeaves leaves = keys.leaves(keys.origin(SALE.value(), AT));
        SaleEvent.Accepted first =
                new SaleEvent.Accepted(1, new Order(ORDER, SALE, 1, new BuyerId("Zoe"), "car", 1, 0, AT));
        leaf = leaves.leaf(first, 0);
        file = new ReceiptFile(
                Receipt.of(leaf, keys.signer()).note().toString(),
                ORDER.toString(),
                "Zoe",
                leaves.salt(first).base64(),
                keys.list().toString(),
                null,
                null);
        has.put(PROOF, proof(leaf, logKey).toString());
        has.put(CERTIFICATE, certificate(logKey));
        book.answer = exchange -> {
            String text = has.get(exchange.getRequestURI().toString());
            byte[] bytes = (text == null ? "{}" : text).getBytes(UTF_8);
            exchange.sendResponseHeaders(text == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    @AfterEach
    void close() {
        book.close();
        metrics.close();
    }

    /** Of a tree of one leaf. */
    private static TlogProof proof(EventLeaf only, BouncyCastleNoteSigner signer) {
        String origin = only.origin().toString();
        return new TlogProof(only.bytes(), 0, List.of(), Checkpoint.of(origin, 1, only.hash(), signer.named(origin)));
    }

    private String certificate(BouncyCastleNoteSigner signer) {
        Figures figures = new Figures(1, 1, 0, 1, 0, 0, AT, AT);
        return new Certificate(leaf.origin(), Certificate.State.INTERIM, AT, 1, leaf.hash(), figures)
                .signed(signer)
                .toString();
    }

    private ReceiptProofs proofs(Duration wait) {
        return new ReceiptProofs(new OrderBook(book.settings(wait, 1)), keys.listed(), wait, metrics.receipts());
    }

    private ReceiptFile added() {
        return proofs(LONG).addedTo(SALE, file).join();
    }

    private void assertCounted(String outcome, int times) {
        assertThat(metrics.scrape().lines())
                .contains("seckill_receipts_proofs_total{outcome=\"" + outcome + "\"} " + times + ".0");
    }

    @Test
    void theFileHasAllThatProvesTheOrder() {
        ReceiptFile complete = added();

        ReceiptCheck check =
                new ReceiptCheck(new Trust(keys.listed().root(), List.of()), Clock.fixed(AT, ZoneOffset.UTC));
        assertThat(check.verdict(complete.bytes(), Evidence.NONE).outcome()).isEqualTo(Outcome.PROVEN);
        assertThat(complete).isEqualTo(file.with(has.get(PROOF), has.get(CERTIFICATE)));
        assertThat(book.asked)
                .containsExactly(
                        "GET " + PROOF + " Bearer " + FakeBook.TOKEN,
                        "GET " + CERTIFICATE + " Bearer " + FakeBook.TOKEN);
        assertCounted("given", 1);
    }

    @Test
    void anOrderThatIsInNoTreeYetHasNeither() {
        has.remove(PROOF);
        assertThat(added()).isEqualTo(file);
        book.answer(202, "text/plain", "not yet\n");
        assertThat(added()).isEqualTo(file);

        assertThat(book.asked).hasSize(2).allMatch(asked -> asked.contains(PROOF));
        assertCounted("missing", 2);
    }

    @Test
    void aProofComesWithoutItsCertificateToo() {
        has.remove(CERTIFICATE);
        assertThat(added()).isEqualTo(file.with(has.get(PROOF), null));
        assertCounted("missing", 1);

        has.put(CERTIFICATE, "nonsense");
        assertThat(added()).isEqualTo(file.with(has.get(PROOF), null));
        assertCounted("failed", 1);
    }

    @Test
    void whatIsNotOfTheOrderOrOfNoListedKeyWouldSpoilTheFile() {
        BouncyCastleNoteSigner unlisted = new BouncyCastleNoteSigner(
                PrivateNoteKey.generate(Role.LOG.keyName(BASE), KeyType.ED25519, new SecureRandom()));
        EventLeaf ofOther = keys.leaves(keys.origin("vans", AT))
                .leaf(new SaleEvent.Accepted(1, new Order(ORDER, new SaleId("vans"), 1, null, "car", 1, 0, AT)), 0);
        String good = has.get(PROOF);
        List<String> bad = List.of(
                "nonsense",
                proof(ofOther, logKey).toString(),
                proof(leaf, unlisted).toString(),
                good.replaceFirst("extra .*\n", ""),
                "x".repeat(100_000));
        for (String each : bad) {
            has.put(PROOF, each);
            assertThat(added()).as(each.substring(0, 8)).isEqualTo(file);
        }
        assertCounted("failed", bad.size());

        has.put(PROOF, good);
        has.put(CERTIFICATE, certificate(unlisted));
        assertThat(added()).isEqualTo(file.with(good, null));
    }

    /** A receipt for event 1, and a proof that something else stands there: the buyer must have it. */
    @Test
    void thatSomethingElseStandsInItsPlaceIsInTheFileToo() {
        EventLeaf other = EventLeaf.ofVoid(leaf.origin(), 1);
        has.put(PROOF, proof(other, logKey).toString());
        has.remove(CERTIFICATE);

        ReceiptCheck check = new ReceiptCheck(new Trust(null, List.of()), Clock.fixed(AT, ZoneOffset.UTC));
        List<ReceiptFile> given = new ArrayList<>();
        List<String> said = LogLines.during(() -> given.add(added()));
        assertThat(check.verdict(given.get(0).bytes(), Evidence.NONE).outcome()).isEqualTo(Outcome.BROKEN_1);
        assertThat(said)
                .anyMatch(line -> line.contains("something else in the order's place")
                        && line.contains("origin=" + leaf.origin() + ", no=1"));
        assertCounted("broken", 1);
        assertCounted("missing", 0);

        has.put(CERTIFICATE, certificate(logKey));
        assertThat(added().certificate()).isEqualTo(has.get(CERTIFICATE));
        assertCounted("broken", 2);
        assertCounted("given", 0);
    }

    @Test
    void aConsumerThatIsAwayHangsOrFailsTakesNoReceiptAway() {
        book.answer(500, "text/plain", "no");
        assertThat(added()).isEqualTo(file);

        CountDownLatch asLongAsItTakes = new CountDownLatch(1);
        book.answer = exchange -> asLongAsItTakes.await();
        assertThat(proofs(Duration.ofMillis(50)).addedTo(SALE, file).join()).isEqualTo(file);
        asLongAsItTakes.countDown();

        book.close();
        assertThat(added()).isEqualTo(file);
        assertCounted("failed", 3);
    }

    @Test
    void whoComesWhenManyAreAskedForDoesNotWait() {
        CountDownLatch gate = new CountDownLatch(1);
        FakeBook.Answer answer = book.answer;
        book.answer = exchange -> {
            gate.await();
            answer.give(exchange);
        };
        ReceiptProofs proofs = proofs(LONG);
        List<CompletableFuture<ReceiptFile>> asked = new ArrayList<>();
        for (int i = 0; i < ReceiptProofs.AT_ONCE_MAX; i++) {
            asked.add(proofs.addedTo(SALE, file));
        }

        assertThat(proofs.addedTo(SALE, file)).isCompletedWithValue(file);
        gate.countDown();

        assertThat(asked).allSatisfy(each -> assertThat(each.join().proof()).isNotNull());
        assertThat(proofs.addedTo(SALE, file).join().proof()).isNotNull();
        assertCounted("crowded", 1);
        assertCounted("given", ReceiptProofs.AT_ONCE_MAX + 1);
    }
}
