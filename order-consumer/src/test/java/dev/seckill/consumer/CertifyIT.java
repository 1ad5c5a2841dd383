package dev.seckill.consumer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.consumer.certify.TestKeys;
import dev.seckill.consumer.store.TestEvents;
import dev.seckill.model.event.SaleEvent;
import dev.seckill.model.event.SaleEvent.SaleChanged.Change;
import dev.seckill.model.event.SalePhase;
import dev.seckill.proof.Main;
import dev.seckill.proof.keyfile.SecretFile;
import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.text.ShopKeys.Role;
import dev.seckill.proof.text.TlogProof;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar certifies what it stores, and hands it out. */
final class CertifyIT extends ConsumerTestBase {

    private static final String TOKEN = "a-token-of-the-shop";
    private static final String FOLDER = "/proofs/counter/20261122T101530Z/";
    private static final Duration WAIT = Duration.ofSeconds(180);

    @TempDir
    private Path folder;

    @Test
    void whatIsStoredIsSignedAndEverybodyMayHaveIt() throws IOException {
        TestEvents events = new TestEvents("counter");
        SaleEvent.Accepted order;
        List<SaleEvent> logged = List.of(events.restocked(5), order = events.accepted(), events.accepted());
        topic.create(PARTITIONS).sendEvents(logged);
        String proof = "/api/sales/counter/orders/" + order.orderId() + "/proof";

        try (ConsumerProcess consumer = start(settings())) {
            awaitDrained();
            await("a checkpoint of all")
                    .atMost(WAIT)
                    .until(() -> consumer.get(FOLDER + "checkpoint").contains("\n3\n"));

            assertThat(consumer.get("/proofs/keys")).startsWith("200 seckill/keys@v1\n");
            assertThat(consumer.get(FOLDER + "certificate")).contains("\nstate interim\n", "\naccepted 2\n");
            assertThat(consumer.get(FOLDER + "tile/entries/000.p/3")).contains("kind RESTOCKED", "kind ACCEPTED");
            assertThat(consumer.get(FOLDER + "secrets")).startsWith("404 ");
            assertThat(consumer.get("/proofs/-/20261122T101530Z/keys")).startsWith("400 ");
            String certificate = "/api/sales/counter/certificate";
            assertThat(consumer.get(certificate)).startsWith("401 ");
            assertThat(consumer.get(certificate, TOKEN)).startsWith("200 seckill/certificate@v1\n");
            assertThat(consumer.get("/api/sales/other/certificate", TOKEN)).startsWith("404 ");
            assertThat(consumer.get(proof)).startsWith("401 ");
            String found = consumer.get(proof, TOKEN);
            assertThat(found).startsWith("200 c2sp.org/tlog-proof@v1\n");
            TlogProof parsed = TlogProof.parse(found.substring("200 ".length()));
            assertThat(parsed.index()).isEqualTo(1);
            assertThat(parsed.includes(parsed.content())).isTrue();
            assertThat(consumer.metric("consumer_proofs_within_seconds")).isEqualTo(300);

            topic.sendEvents(List.of(events.changed("Cars", Change.CLOSED, SalePhase.CLOSED)));
            await("the final certificate")
                    .atMost(WAIT)
                    .until(() -> consumer.get(FOLDER + "certificate").contains("\nstate final\n"));
            assertThat(consumer.log()).contains("the final certificate is made").doesNotContain("PRIVATE");
            assertThat(consumer.terminate()).isZero();
        }
        assertThat(run(0, "certify", "--final")).contains("counter", "4  final");
        assertThat(Note.parse(Files.readAllBytes(folder.resolve("proofs" + FOLDER.substring(7) + "checkpoint")))
                        .text())
                .startsWith("shop.example/proofs/counter/20261122T101530Z\n4\n");
    }

    @Test
    void aSaleIsCertifiedByHandAndTheBookHeldAgainstIt() {
        TestEvents events = new TestEvents("counter");
        topic.create(PARTITIONS)
                .sendEvents(List.of(events.restocked(5), events.accepted(), events.accepted(), events.accepted()));
        try (ConsumerProcess consumer = start()) {
            awaitDrained();
            assertThat(consumer.get("/proofs/keys")).startsWith("404 ");
            consumer.terminate();
        }
        TestKeys.make(folder);

        assertThat(run(1, "certify", "--final")).contains("4  fine");
        assertThat(run(0, "certify", "--rebuild")).contains("4  fine");
        assertThat(audit(0)).contains("tree of sale counter", "signed events                 4", "PASS");
        book.execute("UPDATE orders SET item = 'van' WHERE seq = 2");
        assertThat(audit(1)).contains("the events up to 4 are not those that were signed", "FAIL");
        assertThat(run(1, "certify", "--rebuild")).contains("halted: the book's events up to 4");
    }

    @Test
    void everybodySeesThatACosignerHasSignedToo() throws IOException {
        TestEvents events = new TestEvents("counter");
        topic.create(PARTITIONS).sendEvents(List.of(events.restocked(5), events.accepted()));
        String[] settings = settings();
        PrivateNoteKey secret = PrivateNoteKey.generate("watch.example", KeyType.COSIGNATURE, new SecureRandom());
        SecretFile.write(folder.resolve("cosigner.key"), secret.secret().getBytes(US_ASCII));
        Process cosigner = cosign();
        try (BufferedReader told = cosigner.inputReader();
                ConsumerProcess consumer = start(withCosigner(settings, told))) {
            awaitDrained();
            await("a checkpoint that is cosigned")
                    .atMost(WAIT)
                    .until(() -> consumer.get(FOLDER + "checkpoint").contains("\n— watch.example "));

            Checkpoint checkpoint = Checkpoint.parse(
                    Note.parse(consumer.get(FOLDER + "checkpoint").substring("200 ".length())));
            assertThat(checkpoint.cosigned(TestKeys.read(folder).listed().logKeys(), List.of(secret.key())))
                    .hasSize(1);
            assertThat(consumer.get("/metrics")).contains("consumer_cosigners{state=\"fine\"} 1");
        } finally {
            cosigner.destroyForcibly().onExit().join();
        }
    }

    /** The real command, in a process of its own. */
    private Process cosign() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "cosign",
                        "--listen",
                        "127.0.0.1:0",
                        "--state",
                        folder.resolve("seen").toString(),
                        "--key",
                        folder.resolve("cosigner.key").toString(),
                        "--log",
                        new ShopKeyFiles(folder).key(Role.LOG).key().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private String[] withCosigner(String[] settings, BufferedReader told) throws IOException {
        String key = told.readLine();
        String address = told.readLine().replace("listening on ", "http://");
        Path file = Files.writeString(folder.resolve("cosigners"), key + " " + address + "\n");
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--cosigners=" + file);
        return all.toArray(String[]::new);
    }

    @Test
    void keysThatCanNotBeUsedAreToldAndNothingElseMinds() throws IOException {
        topic.create(PARTITIONS).send(orders.next(10));
        String[] settings = settings();
        Path log = folder.resolve("log.key");
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));

        try (ConsumerProcess consumer = start(settings)) {
            awaitDrained();
            consumer.awaitLog("nothing is certified before the keys are mended");
            assertThat(book.count()).isEqualTo(10);
            await("ready")
                    .atMost(WAIT)
                    .until(() -> consumer.get("/health/ready").startsWith("200 "));

            Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-------"));
            consumer.awaitLog("certify - ready");
        }
    }

    private String[] settings() {
        TestKeys.make(folder);
        List<String> all = new ArrayList<>(proofSettings());
        Path tokens = folder.resolve("tokens");
        try {
            Files.writeString(tokens, "shop:" + TOKEN + "\n");
            Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        all.add("--read-tokens-file=" + tokens);
        all.add("--certify-every=100ms");
        return all.toArray(String[]::new);
    }

    private List<String> proofSettings() {
        return List.of("--origin=" + TestKeys.BASE, "--proof-keys=" + folder, "--proofs=" + folder.resolve("proofs"));
    }

    private String run(int exitCode, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(mysql());
        all.addAll(proofSettings());
        return ended(exitCode, all);
    }

    private String audit(int exitCode) {
        List<String> all = new ArrayList<>(List.of(
                "audit",
                "--kafka=" + stack.kafkaBootstrapServers(),
                "--topic=" + topic.name(),
                "--group=" + group(),
                "--origin=" + TestKeys.BASE,
                "--proof-keys=" + folder));
        all.addAll(mysql());
        return ended(exitCode, all);
    }

    private List<String> mysql() {
        return List.of(
                "--mysql=" + book.settings().url(),
                "--mysql-user=" + stack.mysqlUser(),
                "--mysql-password=" + stack.mysqlPassword());
    }

    private static String ended(int exitCode, List<String> arguments) {
        try (ConsumerProcess process = ConsumerProcess.start(arguments)) {
            assertThat(process.exitCode()).as(process.log() + process.out()).isEqualTo(exitCode);
            return process.out();
        }
    }
}
