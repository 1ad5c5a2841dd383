package dev.seckill.proof.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.proof.keyfile.ShopKeyFiles;
import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class KeygenIT {

    private static final String BASE = "shop.example/proofs";

    @TempDir
    private Path directory;

    @Test
    void makesAllThatAShopNeedsAndPrintsTheKeyToPin() {
        Path place = directory.resolve("keys-of-shop");

        VerifierProcess.Run run = VerifierProcess.run("keygen", BASE, place.toString(), "--certified-within", "60");

        assertThat(run.exitCode()).as(run.err()).isZero();
        NoteKey root = NoteKey.parse(run.out().strip());
        ShopKeyFiles files = new ShopKeyFiles(place);
        ShopKeys keys = ShopKeys.of(files.keys(), root);
        assertThat(keys.base()).isEqualTo(BASE);
        assertThat(keys.certifiedWithin()).isEqualTo(Duration.ofSeconds(60));
        assertThat(keys.logKeys()).containsExactly(files.key(Role.LOG).key());
        assertThat(keys.receiptsKeys(Instant.now().plusSeconds(1)))
                .containsExactly(files.key(Role.RECEIPTS).key());
        assertThat(files.master()).hasSize(32).isNotEqualTo(new byte[32]);
    }

    @Test
    void secretsAreForTheirOwnerAlone() throws IOException {
        VerifierProcess.run("keygen", BASE, directory.toString());

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".key")))
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void neverWritesOverAKey() throws IOException {
        VerifierProcess.run("keygen", BASE, directory.toString());
        String before = Files.readString(directory.resolve("root.key"));

        VerifierProcess.Run again = VerifierProcess.run("keygen", BASE, directory.toString());

        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("root.key is there already");
        assertThat(again.out()).isEmpty();
        assertThat(directory.resolve("root.key")).hasContent(before);
    }

    @Test
    void makesTheNextKeysOfAShop() throws IOException {
        Path old = directory.resolve("old");
        NoteKey root = NoteKey.parse(
                VerifierProcess.run("keygen", BASE, old.toString()).out().strip());
        Path safe = Files.move(old.resolve("root.key"), directory.resolve("in-a-safe"));
        Path next = directory.resolve("next");

        VerifierProcess.Run run = VerifierProcess.run(
                "keygen", "--next", old.toString(), next.toString(), "--role", "log", "--root", safe.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().strip()).isEqualTo(root.toString());
        ShopKeyFiles files = new ShopKeyFiles(next);
        ShopKeys keys = ShopKeys.of(files.keys(), root);
        assertThat(keys.number()).isEqualTo(2);
        assertThat(keys.logKeys(Instant.now().plusSeconds(1)))
                .containsExactly(files.key(Role.LOG).key());
        try (Stream<Path> made = Files.list(next)) {
            assertThat(made.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("keys", "log.key", "receipts.key", "master.key");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(next.resolve("log.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void makesAKeyOfACosigner() {
        Path file = directory.resolve("cosigner.key");

        VerifierProcess.Run run = VerifierProcess.run("keygen", "watch.example", file.toString(), "--type", "cosigner");

        NoteKey key = NoteKey.parse(run.out().strip());
        assertThat(key.type()).isEqualTo(KeyType.COSIGNATURE);
        assertThat(key.name()).isEqualTo("watch.example");
        assertThat(file).isRegularFile();
    }

    @Test
    void refusesANameThatNoShopCanHave() {
        assertThat(VerifierProcess.run("keygen", "https://shop.example", directory.toString())
                        .err())
                .startsWith("keygen: a base must be");
    }
}
