package dev.seckill.model.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.JdkNoteSigner;
import dev.seckill.proof.note.Note;
import dev.seckill.proof.note.PrivateNoteKey;
import dev.seckill.proof.text.Origin;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Listed;
import dev.seckill.proof.text.ShopKeys.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProofKeysTest {

    private static final String BASE = "shop.example/proofs";
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:00Z");
    private static final Instant UNTIL = NOW.plus(Duration.ofDays(1));

    @TempDir
    private Path folder;

    private PrivateNoteKey receipts;

    @BeforeEach
    void makeKeys() {
        SecureRandom random = new SecureRandom();
        ShopKeyFiles files = new ShopKeyFiles(folder);
        PrivateNoteKey root = files.makeRoot(BASE, random);
        receipts = files.make(Role.RECEIPTS, BASE, random);
        List<Listed> listed = List.of(
                new Listed(Role.LOG, files.make(Role.LOG, BASE, random).key(), NOW, null),
                new Listed(Role.RECEIPTS, receipts.key(), NOW, UNTIL));
        files.makeMaster(random);
        files.write(
                new ShopKeys(BASE, 1, NOW, root.key(), Duration.ofMinutes(5), listed).signed(new JdkNoteSigner(root)));
    }

    private ProofKeys read() {
        return ProofKeys.read(folder, Role.RECEIPTS, BASE, NOW);
    }

    @Test
    void givesWhatAProgramNeeds() {
        ProofKeys keys = read();
        Origin origin = keys.origin("counter", NOW);

        Note note = Note.of("text\n", keys.signer());

        assertThat(note.signed(List.of(receipts.key()))).hasSize(1);
        assertThat(ShopKeys.of(keys.list(), null)).isEqualTo(keys.listed());
        assertThat(origin).hasToString("shop.example/proofs/counter/20261122T101500Z");
        assertThat(keys.leaves(origin).ofVoid(3).origin()).isEqualTo(origin);
    }

    @Test
    void aProgramNeedsTheKeyOfItsRoleAlone() throws IOException {
        Files.delete(folder.resolve("root.key"));
        Files.delete(folder.resolve("log.key"));

        assertThat(read().signer().key()).isEqualTo(receipts.key());
        assertThatThrownBy(() -> ProofKeys.read(folder, Role.LOG, BASE, NOW))
                .hasMessage("there is no file " + folder.resolve("log.key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "receipts.key", "master.key"})
    void namesTheFileThatIsMissing(String name) throws IOException {
        Files.delete(folder.resolve(name));

        assertThatThrownBy(this::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no file " + folder.resolve(name));
    }

    @Test
    void namesTheFolderThatIsMissing() {
        Path none = folder.resolve("none");

        assertThatThrownBy(() -> ProofKeys.read(none, Role.RECEIPTS, BASE, NOW))
                .hasMessage("there is no folder " + none);
    }

    @ParameterizedTest
    @ValueSource(strings = {"receipts.key", "master.key"})
    void refusesASecretThatOthersMayRead(String name) throws IOException {
        for (String rights : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString(rights));

            assertThatThrownBy(this::read)
                    .hasMessage(folder.resolve(name) + " must be readable by its owner alone (chmod 600)");
        }
    }

    @Test
    void refusesTheKeysOfAnotherShop() {
        assertThatThrownBy(() -> ProofKeys.read(folder, Role.RECEIPTS, "other.example", NOW))
                .hasMessage(folder.resolve("keys") + " is of shop.example/proofs, not of other.example");
    }

    @Test
    void refusesAKeyThatTheListDoesNotHave() throws IOException {
        Files.delete(folder.resolve("receipts.key"));
        new ShopKeyFiles(folder).make(Role.RECEIPTS, BASE, new SecureRandom());

        assertThatThrownBy(this::read)
                .hasMessageContaining("receipts.key is not a key that the list keys beside it has for receipts");
    }

    @Test
    void refusesAKeyWhoseTimeIsNotNow() {
        assertThatThrownBy(() -> ProofKeys.read(folder, Role.RECEIPTS, BASE, UNTIL))
                .hasMessageContaining("at this time");
        assertThatThrownBy(() -> ProofKeys.read(folder, Role.RECEIPTS, BASE, NOW.minusMillis(1)))
                .hasMessageContaining("at this time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "receipts.key", "master.key"})
    void namesTheFileThatIsMalformedAndShowsNothingOfIt(String name) throws IOException {
        Path file = folder.resolve(name);
        String secret = Files.readString(file, UTF_8);
        Files.writeString(file, "!" + secret.substring(1));

        assertThatThrownBy(this::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + " is malformed: ")
                .satisfies(e -> assertThat(e.getMessage())
                        .doesNotContain(secret.substring(secret.length() - 12, secret.length() - 2)));
    }

    @Test
    void showsNoSecret() {
        assertThat(read()).hasToString("ProofKeys[" + receipts.key() + "]");
    }
}
