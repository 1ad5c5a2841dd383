package dev.seckill.proof.keyfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.proof.note.BadTextException;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.text.ShopKeys;
import dev.seckill.proof.text.ShopKeys.Listed;
import dev.seckill.proof.text.ShopKeys.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NextKeysTest {

    private static final String BASE = "shop.example/proofs";
    private static final Instant BEGIN = Instant.parse("2026-11-22T10:15:00Z");
    private static final Instant LATER = BEGIN.plusSeconds(3600);
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path directory;

    private ShopKeyFiles old;
    private NoteKey root;

    @BeforeEach
    void make() {
        old = new ShopKeyFiles(directory.resolve("1"));
        root = old.makeShop(BASE, WITHIN, BEGIN, RANDOM);
    }

    private ShopKeyFiles next(ShopKeyFiles before, String name, Instant at, Role... fresh) {
        ShopKeyFiles next = new ShopKeyFiles(directory.resolve(name));
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(Set.of(fresh));
        next.makeNext(before, directory.resolve("1/root.key"), roles, null, at, RANDOM);
        return next;
    }

    private ShopKeys list(ShopKeyFiles files) {
        return ShopKeys.of(files.keys(), root);
    }

    @Test
    void theOldKeysEndAndTheNewOnesFollow() {
        ShopKeyFiles files = next(old, "2", LATER, Role.LOG, Role.RECEIPTS);

        assertThat(list(files))
                .isEqualTo(new ShopKeys(
                        BASE,
                        2,
                        LATER,
                        root,
                        WITHIN,
                        List.of(
                                new Listed(Role.LOG, old.key(Role.LOG).key(), BEGIN, LATER),
                                new Listed(Role.RECEIPTS, old.key(Role.RECEIPTS).key(), BEGIN, LATER),
                                new Listed(Role.LOG, files.key(Role.LOG).key(), LATER, null),
                                new Listed(
                                        Role.RECEIPTS, files.key(Role.RECEIPTS).key(), BEGIN, null))));
        assertThat(files.master()).isEqualTo(old.master());
        assertThat(directory.resolve("2/root.key")).doesNotExist();
    }

    @Test
    void whatIsNotReplacedStaysAsItIs() {
        ShopKeyFiles files = next(old, "2", LATER, Role.RECEIPTS);

        assertThat(files.key(Role.LOG).key()).isEqualTo(old.key(Role.LOG).key());
        assertThat(list(files).logKeys(LATER)).containsExactly(old.key(Role.LOG).key());
        assertThat(list(files).receiptsKeys(LATER))
                .containsExactly(files.key(Role.RECEIPTS).key());
        assertThat(list(files).receiptsKeys(BEGIN))
                .as("who asks late for the receipt of an early order")
                .containsExactly(
                        old.key(Role.RECEIPTS).key(), files.key(Role.RECEIPTS).key());
    }

    @Test
    void itGoesOnSoFromListToList() {
        ShopKeyFiles second = next(old, "2", LATER, Role.LOG);
        ShopKeyFiles third = next(second, "3", LATER.plusSeconds(1), Role.LOG);

        assertThat(list(third).number()).isEqualTo(3);
        assertThat(list(third).logKeys())
                .containsExactly(
                        old.key(Role.LOG).key(),
                        second.key(Role.LOG).key(),
                        third.key(Role.LOG).key());
        assertThat(list(third).logKeys(LATER))
                .containsExactly(second.key(Role.LOG).key());
    }

    @Test
    void aListTakesThePlaceOfThoseThatItGoesOnFromAndOfNoOther() {
        ShopKeys first = list(old);
        ShopKeys second = list(next(old, "2", LATER, Role.LOG));
        ShopKeys third = list(next(new ShopKeyFiles(directory.resolve("2")), "3", LATER.plusSeconds(1), Role.LOG));
        ShopKeys otherThird = list(next(new ShopKeyFiles(directory.resolve("2")), "3b", LATER.plusSeconds(2)));

        assertThat(second.goesOnFrom(first)).isTrue();
        assertThat(third.goesOnFrom(first)).isTrue();
        assertThat(otherThird.goesOnFrom(second)).isTrue();
        assertThat(first.goesOnFrom(second)).isFalse();
        assertThat(first.goesOnFrom(first)).isFalse();
        assertThat(otherThird.goesOnFrom(third)).isFalse();
        ShopKeys forgetful = new ShopKeys(BASE, 4, LATER, root, WITHIN, otherThird.listed());
        assertThat(forgetful.goesOnFrom(otherThird)).isTrue();
        assertThat(forgetful.goesOnFrom(third))
                .as("it has not the key of the third")
                .isFalse();
        NoteKey otherRoot = new ShopKeyFiles(directory.resolve("other")).makeShop(BASE, WITHIN, BEGIN, RANDOM);
        assertThat(new ShopKeys(BASE, 4, LATER, otherRoot, WITHIN, third.listed()).goesOnFrom(third))
                .as("of another root key")
                .isFalse();
    }

    @Test
    void theShopMayPromiseSomethingElseFromThenOn() {
        ShopKeyFiles next = new ShopKeyFiles(directory.resolve("2"));
        next.makeNext(
                old, directory.resolve("1/root.key"), EnumSet.of(Role.LOG), Duration.ofSeconds(60), LATER, RANDOM);

        assertThat(list(next).certifiedWithin()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void nothingIsWrittenOverAndNothingIsLeftBehindByARefusal() throws IOException {
        for (String name : new String[] {"keys", "log.key", "receipts.key", "master.key"}) {
            Path folder = Files.createDirectory(directory.resolve("with-" + name));
            Files.writeString(folder.resolve(name), "mine");

            assertThatThrownBy(() -> next(old, "with-" + name, LATER, Role.LOG))
                    .isInstanceOf(BadFileException.class)
                    .hasMessage(folder.resolve(name) + " is there already, and a key is not written over");

            assertThat(folder.resolve(name)).hasContent("mine");
            assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith(name));
        }
        assertThatThrownBy(() -> next(old, "too-soon", BEGIN, Role.LOG)).isInstanceOf(BadTextException.class);
        Files.delete(directory.resolve("1/root.key"));
        assertThatThrownBy(() -> next(old, "without-root", LATER, Role.LOG))
                .isInstanceOf(BadFileException.class)
                .hasMessageContaining("root.key");
        new ShopKeyFiles(directory.resolve("1")).makeRoot(BASE, RANDOM);
        assertThatThrownBy(() -> next(old, "of-another-root", LATER, Role.LOG))
                .isInstanceOf(BadTextException.class)
                .hasMessageContaining("is not the root key of the list before");
        for (String none : new String[] {"too-soon", "without-root", "of-another-root"}) {
            assertThat(directory.resolve(none)).doesNotExist();
        }
    }
}
