package dev.seckill.proof.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.SampleJournal;
import dev.seckill.proof.SampleShop;
import dev.seckill.proof.cosign.AddCheckpoint;
import dev.seckill.proof.keyfile.SecretFile;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.NoteSignature;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Checkpoint;
import dev.seckill.proof.tree.TreeProofs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class CosignIT {

    private static final SampleJournal JOURNAL = SampleJournal.whole();

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private Path key;

    @BeforeEach
    void write() {
        key = directory.resolve("cosigner.key");
        PrivateNoteKey secret = PrivateNoteKey.of("watch.example", KeyType.COSIGNATURE, SampleShop.seed(7));
        SecretFile.write(key, secret.secret().getBytes(US_ASCII));
    }

    private VerifierProcess start() {
        return VerifierProcess.start(
                "cosign",
                "--listen",
                "127.0.0.1:0",
                "--state",
                directory.resolve("seen").toString(),
                "--key",
                key.toString(),
                "--log",
                SampleShop.LOG.key().toString());
    }

    private HttpResponse<String> post(String address, AddCheckpoint add) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(add.bytes()))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String address(VerifierProcess cosigner) {
        return cosigner.line().replace("listening on ", "");
    }

    @Test
    void aCosignerThatIsKilledKeepsItsWord() throws IOException, InterruptedException {
        Checkpoint old = JOURNAL.cut(3).checkpoint();
        try (VerifierProcess cosigner = start()) {
            NoteKey itsKey = NoteKey.parse(cosigner.line());
            String address = address(cosigner);

            HttpResponse<String> reply = post(address, new AddCheckpoint(0, List.of(), old));

            assertThat(reply.statusCode()).isEqualTo(200);
            NoteSignature signature = NoteSignature.parse(reply.body().stripTrailing());
            assertThat(Checkpoint.parse(old.note().with(signature))
                            .cosigned(List.of(SampleShop.LOG.key()), List.of(itsKey)))
                    .hasSize(1);
        } // is killed
        try (VerifierProcess cosigner = start()) {
            cosigner.line();
            String address = address(cosigner);

            HttpResponse<String> forgets = post(address, new AddCheckpoint(0, List.of(), JOURNAL.checkpoint()));
            HttpResponse<String> goesOn = post(
                    address,
                    new AddCheckpoint(
                            3,
                            TreeProofs.consistency(
                                    JOURNAL.tree(), 3, JOURNAL.leaves().size()),
                            JOURNAL.checkpoint()));

            assertThat(forgets.statusCode()).isEqualTo(409);
            assertThat(forgets.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
            assertThat(forgets.body()).isEqualTo("3\n");
            assertThat(goesOn.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aKeyOfAnotherKindOrThatOthersCanReadIsRefused() {
        Path log = directory.resolve("log.key");
        SecretFile.write(
                log,
                PrivateNoteKey.of(SampleShop.LOG.key().name(), KeyType.ED25519, SampleShop.seed(2))
                        .secret()
                        .getBytes(US_ASCII));
        assertThat(key.toFile().setReadable(true, false)).isTrue();

        assertThat(refused(log)).contains("is no cosigner's key");
        assertThat(refused(key)).contains("must be readable by its owner alone");
    }

    private String refused(Path keyFile) {
        VerifierProcess.Run run = VerifierProcess.run(
                "cosign",
                "--listen",
                "127.0.0.1:0",
                "--state",
                directory.toString(),
                "--key",
                keyFile.toString(),
                "--log",
                SampleShop.LOG.key().toString());
        assertThat(run.exitCode()).isEqualTo(2);
        return run.err();
    }
}
