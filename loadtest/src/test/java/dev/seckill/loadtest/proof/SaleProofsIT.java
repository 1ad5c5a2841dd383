package dev.seckill.loadtest.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seckill.infra.Checkout;
import dev.seckill.model.SaleId;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Blind;
import dev.seckill.proof.text.Certificate;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.EventLeaf;
import dev.seckill.proof.text.LeafKind;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.Salt;
import dev.seckill.proof.text.ShopKeys.Role;
import dev.seckill.proof.text.TlogProof;
import dev.seckill.proof.tree.GrownTree;
import dev.seckill.proof.tree.Hash;
import dev.seckill.proof.tree.TreeHashes;
import dev.seckill.proof.tree.TreeProofs;
import dev.seckill.proof.verdict.Equations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The receipts of two orders from a shop that is honest, or not, held against what it published by the real verifier. */
@Timeout(300)
final class SaleProofsIT {

    private static final String BASE = "shop.example/proofs";
    private static final SaleId CARS = new SaleId("cars");
    private static final Instant BIRTH = Instant.now().minusSeconds(30).truncatedTo(ChronoUnit.SECONDS);
    private static final Origin ORIGIN = new Origin(BASE, "cars", BIRTH);
    private static final List<String> ORDERS =
            List.of("0193542f-7a00-7000-8000-000000000001", "0193542f-7a00-7000-8000-000000000002");
    private static final List<String> BUYERS = List.of("Zoë", "李");

    private final Map<String, byte[]> pages = new HashMap<>();
    private final AtomicInteger busyFor = new AtomicInteger();

    @TempDir
    private Path folder;

    private ShopKeyFiles keys;
    private String rootKey;
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        keys = new ShopKeyFiles(folder.resolve("keys"));
        rootKey = keys.makeShop(BASE, Duration.ofMinutes(5), BIRTH.minusSeconds(60), new SecureRandom())
                .toString();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::answer);
        server.start();
        promise();
        publish(BUYERS);
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (busyFor.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        byte[] page = pages.get(exchange.getRequestURI().getPath());
        exchange.sendResponseHeaders(page == null ? 404 : 200, page == null ? -1 : page.length);
        if (page != null) {
            exchange.getResponseBody().write(page);
        }
        exchange.close();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private NoteSigner signer(Role role) {
        return new JdkNoteSigner(keys.key(role));
    }

    private Salt salt(int order) {
        return Blind.of(keys.master(), ORIGIN).salt(ORDERS.get(order));
    }

    /** Ten units, and an order of each of those buyers. */
    private List<EventLeaf> journal(List<String> buyers) {
        List<EventLeaf> leaves = new ArrayList<>();
        leaves.add(new EventLeaf(ORIGIN, 1, LeafKind.RESTOCKED, BIRTH, 0, 10, 10, EventLeaf.NO_SEQ, null, null, null));
        for (int order = 0; order < buyers.size(); order++) {
            leaves.add(new EventLeaf(
                    ORIGIN,
                    order + 2,
                    LeafKind.ACCEPTED,
                    BIRTH.plusSeconds(order + 1),
                    0,
                    -1,
                    9 - order,
                    order + 1,
                    "car",
                    salt(order).holder(ORDERS.get(order), buyers.get(order)),
                    null));
        }
        return leaves;
    }

    private void promise() {
        List<EventLeaf> leaves = journal(BUYERS);
        promise(0, leaves.get(1));
        promise(1, leaves.get(2));
        pages.put("/proofs/keys", keys.keys().bytes());
    }

    private void promise(int order, EventLeaf leaf) {
        ReceiptFile file = new ReceiptFile(
                Receipt.of(leaf, signer(Role.RECEIPTS)).note().toString(),
                ORDERS.get(order),
                BUYERS.get(order),
                salt(order).base64(),
                keys.keys().toString(),
                null,
                null);
        pages.put(page(order, "receipt"), file.bytes());
    }

    private static String page(int order, String what) {
        return "/api/sales/cars/orders/" + ORDERS.get(order) + "/" + what;
    }

    /** Signs a journal, whoever is in it. */
    private void publish(List<String> buyers) {
        List<EventLeaf> leaves = journal(buyers);
        TreeHashes tree = new GrownTree(
                (level, index) -> null, 0, leaves.stream().map(EventLeaf::hash).toList());
        PrivateNoteKey log = keys.key(Role.LOG);
        NoteSigner logOfSale = new JdkNoteSigner(PrivateNoteKey.of(ORIGIN.toString(), KeyType.ED25519, log.seed()));
        Checkpoint checkpoint =
                Checkpoint.of(ORIGIN.toString(), leaves.size(), TreeProofs.root(tree, leaves.size()), logOfSale);
        for (int order = 0; order < buyers.size(); order++) {
            int place = order + 1;
            TlogProof proof = new TlogProof(
                    leaves.get(place).bytes(), place, TreeProofs.inclusion(tree, place, leaves.size()), checkpoint);
            pages.put(page(order, "proof"), proof.toString().getBytes(UTF_8));
        }
        Equations equations = new Equations(ORIGIN);
        leaves.forEach(equations::take);
        pages.put(
                "/proofs/cars/" + ORIGIN.toString().substring(ORIGIN.toString().lastIndexOf('/') + 1) + "/certificate",
                new Certificate(
                                ORIGIN,
                                Certificate.State.INTERIM,
                                BIRTH.plusSeconds(10),
                                leaves.size(),
                                checkpoint.root(),
                                equations.figures())
                        .signed(signer(Role.LOG))
                        .bytes());
    }

    private ProofVerdict verdict() throws IOException, InterruptedException {
        SaleProofs proofs = proofs();
        assertThat(proofs.areGiven()).isTrue();
        return proofs.all(ORDERS, 0);
    }

    private SaleProofs proofs() throws IOException {
        URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        StandAloneVerifier verifier = StandAloneVerifier.find(Checkout.find().root(), rootKey);
        return new SaleProofs(List.of(api), CARS, verifier, folder.resolve("receipts"));
    }

    @Test
    void allReceiptsOfAnHonestShopAreProven() throws Exception {
        ProofVerdict verdict = verdict();

        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.text()).isEqualTo("certificate: 2 units accepted in 3 events, 2 of 2 receipts proven");
    }

    @Test
    void aRowThatWasGivenToSomebodyElseFails() throws Exception {
        publish(List.of("Zoë", "the owner's nephew"));

        ProofVerdict verdict = verdict();

        assertThat(verdict.isPass()).isFalse();
        assertThat(verdict.proven()).isEqualTo(1);
        assertThat(verdict.reasons()).singleElement().asString().startsWith("BROKEN-1");
    }

    @Test
    void aNumberThatWasPromisedTwiceFails() throws Exception {
        Hash holder = salt(1).holder(ORDERS.get(1), BUYERS.get(1));
        promise(1, new EventLeaf(ORIGIN, 2, LeafKind.ACCEPTED, BIRTH.plusSeconds(1), 0, -1, 9, 1, "car", holder, null));
        pages.put(page(1, "proof"), pages.get(page(0, "proof")));

        ProofVerdict verdict = verdict();

        assertThat(verdict.proven()).isEqualTo(1);
        assertThat(verdict.reasons()).singleElement().asString().startsWith("BROKEN-1");
    }

    @Test
    void aReceiptOfAnotherShopFails() throws Exception {
        ShopKeyFiles others = new ShopKeyFiles(folder.resolve("others"));
        rootKey = others.makeShop(BASE, Duration.ofMinutes(5), BIRTH, new SecureRandom())
                .toString();

        ProofVerdict verdict = verdict();

        assertThat(verdict.proven()).isZero();
        assertThat(verdict.reasons()).hasSize(2).allMatch(reason -> reason.startsWith("NOT A RECEIPT"));
    }

    @Test
    void aShopThatIsBusyForAMomentIsAskedAgain() throws Exception {
        busyFor.set(2);

        assertThat(proofs().areGiven()).isTrue();
    }

    @Test
    void aShopThatSignsNothingIsBelieved() throws Exception {
        pages.clear();

        assertThat(proofs().areGiven()).isFalse();
    }
}
