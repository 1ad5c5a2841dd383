package dev.seckill.consumer.certify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import dev.seckill.consumer.status.ConsumerMetrics;
import dev.seckill.consumer.store.MySqlOrderStore;
import dev.seckill.consumer.store.TestBook;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.infra.ServerStack;
import dev.seckill.infra.testing.SharedServers;
import dev.seckill.model.SaleId;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.proof.EventLeaves;
import dev.seckill.model.proof.ProofKeys;
import dev.seckill.proof.command.Commands;
import dev.seckill.proof.command.ExitCode;
import dev.seckill.proof.cosign.CosignServer;
import dev.seckill.proof.cosign.Cosigner;
import dev.seckill.proof.cosign.SeenCheckpoints;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteSigner;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.Receipt;
import dev.seckill.proof.text.ReceiptFile;
import dev.seckill.proof.text.ShopKeys.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The certifier beside somebody who signs what it hands out. */
@ExtendWith(SharedServers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class CosignedIT {

    /** Later than the shop's promise for the orders of the tests. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:21:00Z"), ZoneOffset.UTC);

    private static final String SALE = "cosigned";
    private static final NoteSigner SIGNER =
            new JdkNoteSigner(PrivateNoteKey.generate("watch.example", KeyType.COSIGNATURE, new SecureRandom()));

    @TempDir
    private Path directory;

    private TestBook book;
    private HikariDataSource pool;
    private ProofKeys keys;
    private Path keyFolder;
    private Path proofs;
    private TestEvents events;
    private final List<SaleEvent> logged = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ConsumerMetrics metrics = new ConsumerMetrics();

    @BeforeAll
    void openBook(ServerStack servers) {
        book = new TestBook(servers, "cosigned_it");
        pool = book.open();
    }

    @AfterAll
    void closeBook() {
        pool.close();
        metrics.close();
    }

    @BeforeEach
    void begin() throws IOException {
        for (String table : List.of("orders", "events", "sales", "certified")) {
            book.execute("DELETE FROM " + table);
        }
        keyFolder = Files.createDirectory(directory.resolve("keys"));
        TestKeys.make(keyFolder);
        keys = TestKeys.read(keyFolder);
        proofs = directory.resolve("proofs");
        events = new TestEvents(SALE);
        logged.clear();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        open.clear();
    }

    private void log(SaleEvent... more) {
        logged.addAll(List.of(more));
        new MySqlOrderStore(pool).store(List.of(more));
    }

    private URI cosigner() {
        SeenCheckpoints seen = SeenCheckpoints.in(directory.resolve("seen"));
        open.add(seen);
        CosignServer server = CosignServer.start(
                new Cosigner(SIGNER, List.of(keys.signer().key()), seen, CLOCK),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        open.add(server);
        return URI.create("http://127.0.0.1:" + server.address().getPort());
    }

    /** One that says that it has signed so many events, and shows nothing. */
    private URI cosignerOfNumbers(int size) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/add-checkpoint", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = (size + "\n").getBytes(US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "text/x.tlog.size");
            exchange.sendResponseHeaders(409, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        open.add(() -> server.stop(0));
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A certifier that has just been started, with the cosigners that it asks. */
    private record Started(Certifier certifier, Cosigners cosigners) {}

    private Started start(URI cosigner, Duration wait) {
        CertifySettings settings = HandedSale.settings(keyFolder, proofs, wait);
        Cosigners cosigners = Cosigners.start(
                List.of(new CosignerAddress(SIGNER.key(), cosigner)), settings, keys, metrics.cosigners(), CLOCK);
        open.add(cosigners);
        return new Started(Certifier.of(pool, keys, settings, CLOCK, cosigners), cosigners);
    }

    private Started start(URI cosigner) {
        return start(cosigner, Duration.ofSeconds(60));
    }

    /** What is with the sale once its cosigner has said all. */
    private static Standing turn(Started started) throws InterruptedException {
        Standing standing;
        do {
            standing = started.certifier().turn().get(new SaleId(SALE));
            started.cosigners().awaitIdle();
        } while (started.certifier().isAsking());
        return standing;
    }

    private List<String> rows() {
        return book.query("SELECT CONCAT(size, ' ', HEX(root)) FROM certified WHERE size > 0 ORDER BY size");
    }

    @Test
    void whatIsHandedOutHasTheCosignersTimeWhichTheVerifierHoldsAgainstTheShop() throws Exception {
        SaleEvent.Accepted late;
        log(events.restocked(10), events.accepted());
        Started started = start(cosigner());

        assertThat(turn(started)).isEqualTo(Standing.fine(2, 2));

        Checkpoint checkpoint = Handed.of(proofs, SALE).checkpoint();
        assertThat(checkpoint.cosigned(keys.listed().logKeys(), List.of(SIGNER.key())))
                .singleElement()
                .satisfies(signed -> assertThat(signed.at()).isEqualTo(CLOCK.instant()));
        late = events.accepted(); // told "accepted", and not in the book
        assertThat(verify(late, ExitCode.BROKEN))
                .startsWith("BROKEN-3: ")
                .contains("watch.example saw a tree of 2 events at 2026-11-22T10:21:00Z");
        log(late);
        assertThat(turn(started)).isEqualTo(Standing.fine(3, 3));
        assertThat(Handed.of(proofs, SALE).checkpoint().note().signatures()).hasSize(2);
        assertThat(verify(late, ExitCode.PROVEN)).startsWith("PROVEN: ");
    }

    private String verify(SaleEvent.Accepted order, ExitCode expected) throws IOException {
        EventLeaves leaves = keys.leaves(keys.origin(SALE, logged.get(0).at()));
        NoteSigner receipts = new JdkNoteSigner(new ShopKeyFiles(keyFolder).key(Role.RECEIPTS));
        Path file = directory.resolve("my.receipt.json");
        Files.write(
                file,
                new ReceiptFile(
                                Receipt.of(leaves.leaf(order, 0), receipts)
                                        .note()
                                        .toString(),
                                order.orderId().toString(),
                                order.order().buyer().value(),
                                leaves.salt(order).base64(),
                                keys.list().toString(),
                                null,
                                null)
                        .bytes());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExitCode code = Commands.run(
                new String[] {
                    "verify",
                    file.toString(),
                    "--leaves",
                    Handed.directory(proofs, SALE).toString(),
                    "--cosigner",
                    SIGNER.key().toString()
                },
                new PrintStream(out, true, UTF_8),
                new PrintStream(out, true, UTF_8));
        assertThat(code).as(out.toString(UTF_8)).isEqualTo(expected);
        return out.toString(UTF_8);
    }

    @Test
    void aBookAndFilesThatAreRestoredTogetherAreHaltedByTheCosigner() throws Exception {
        URI cosigner = cosigner();
        log(events.restocked(10), events.accepted());
        Started before = start(cosigner);
        turn(before);
        Path backup = directory.resolve("backup");
        copy(proofs, backup);
        log(events.accepted(), events.accepted(), events.accepted());
        turn(before);
        String note = book.query("SELECT note FROM certified WHERE size = 5").get(0);
        restore(backup);
        SaleEvent other = events.accepted();
        new MySqlOrderStore(pool).store(List.of(numbered(other, 3)));

        Standing halted = turn(start(cosigner));

        assertThat(halted.kind()).isEqualTo(Standing.Kind.HALTED);
        assertThat(halted.why())
                .startsWith("the cosigner watch.example has signed 5 events, and neither the book nor the files know"
                        + " more than 2: were both restored?")
                .contains("event 4 is signed in a tree of 5 events, and the book does not have it any more");
        assertThat(rows()).as("nothing is signed").hasSize(1);

        book.execute("DELETE FROM orders WHERE last_no > 2");
        book.execute("DELETE FROM events WHERE no > 2");
        new MySqlOrderStore(pool).store(logged); // as audit --repair does
        assertThat(turn(start(cosigner))).isEqualTo(Standing.fine(5, 5));
        assertThat(book.query("SELECT note FROM certified WHERE size = 5").get(0))
                .startsWith(note);
        assertThat(Handed.of(proofs, SALE).checkpoint().size()).isEqualTo(5);
    }

    /** As the next order of a sale that goes on from a backup. */
    private static SaleEvent numbered(SaleEvent event, long no) {
        SaleEvent.Accepted accepted = (SaleEvent.Accepted) event;
        return new SaleEvent.Accepted(no, accepted.order());
    }

    private void restore(Path backup) throws IOException {
        for (AutoCloseable each : List.copyOf(open)) {
            if (each instanceof Cosigners cosigners) {
                cosigners.close();
            }
        }
        book.execute("DELETE FROM certified WHERE size > 2");
        book.execute("DELETE FROM events WHERE no > 2");
        book.execute("DELETE FROM orders WHERE last_no > 2");
        book.execute("UPDATE sales SET last_no = 2");
        proofs = backup;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Test
    void aCosignerThatOnlyTellsASizeHaltsItToo() throws Exception {
        log(events.restocked(10), events.accepted());

        Standing halted = turn(start(cosignerOfNumbers(5)));

        assertThat(halted.kind()).isEqualTo(Standing.Kind.HALTED);
        assertThat(halted.why())
                .isEqualTo("the cosigner watch.example has signed 5 events, and neither the book nor the files know"
                        + " more than 0: were both restored?");
        assertThat(rows()).isEmpty();
    }

    @Test
    void aCosignerThatNeverAnswersHoldsUpTheFirstTreeForItsWaitAndNothingElse() throws Exception {
        HttpServer silent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        silent.createContext("/", exchange -> {}); // no reply, and the connection stays open
        silent.start();
        open.add(() -> silent.stop(0));
        log(events.restocked(10), events.accepted());
        Started started =
                start(URI.create("http://127.0.0.1:" + silent.getAddress().getPort()), Duration.ofMillis(200));
        SaleId sale = new SaleId(SALE);

        Standing first = started.certifier().turn().get(sale);
        assertThat(first.since(null)).as("is not waited for").isEqualTo(Standing.fine(0, 2));
        assertThat(turn(started)).isEqualTo(Standing.fine(2, 2));
        log(events.accepted());
        assertThat(started.certifier().turn().get(sale)).isEqualTo(Standing.fine(3, 3));

        assertThat(Handed.of(proofs, SALE).checkpoint().note().signatures()).hasSize(1);
    }
}
