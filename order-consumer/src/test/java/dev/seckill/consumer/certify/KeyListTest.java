package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.testing.LogLines;
import dev.seckill.model.proof.ProofKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumers with different lists of keys, which hand them out to one directory. */
final class KeyListTest {

    private static final Instant LATER = Instant.parse("2026-11-22T10:15:00Z");

    @TempDir
    private Path directory;

    private ProofKeys first;
    private ProofKeys second;
    private ProofFiles files;

    @BeforeEach
    void make() throws IOException {
        first = keys("1");
        second = TestKeys.rotated(directory.resolve("1"), directory.resolve("2"), LATER);
        files = new ProofFiles(directory.resolve("proofs"));
    }

    private ProofKeys keys(String name) throws IOException {
        TestKeys.make(Files.createDirectory(directory.resolve(name)));
        return TestKeys.read(directory.resolve(name));
    }

    private List<String> handOut(KeyList... lists) {
        return LogLines.during(() -> {
            for (KeyList list : lists) {
                list.handOut(files);
            }
        });
    }

    @Test
    void theNextListTakesThePlaceOfTheOneBefore() {
        assertThat(handOut(new KeyList(first))).isEmpty();
        assertThat(files.read("keys")).isEqualTo(first.list().bytes());

        assertThat(handOut(new KeyList(second))).isEmpty();
        assertThat(files.read("keys")).isEqualTo(second.list().bytes());
    }

    @Test
    void whoStillHasTheListBeforeLeavesTheNextOneThereAndSaysSoOnce() {
        KeyList before = new KeyList(first);

        List<String> said = handOut(new KeyList(second), before, new KeyList(second), before);

        assertThat(files.read("keys")).isEqualTo(second.list().bytes());
        assertThat(said)
                .singleElement()
                .asString()
                .endsWith(
                        "certify - a newer list of keys is among the public files and stays there, start this consumer"
                                + " with its folder (newer=2, own=1)");
    }

    @Test
    void aListOfAnotherDescentStaysAndIsToldOnce() throws IOException {
        ProofKeys other = TestKeys.rotated(directory.resolve("1"), directory.resolve("2b"), LATER.plusSeconds(1));
        ProofKeys ofAnotherShop = keys("other");
        files.write("keys", second.list().bytes());
        KeyList twice = new KeyList(other);

        List<String> said = handOut(twice, twice, new KeyList(ofAnotherShop));

        assertThat(files.read("keys")).isEqualTo(second.list().bytes());
        assertThat(said)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("certify - another list of keys is among the public files and stays there"));
        assertThat(said.get(1))
                .endsWith("(there=2 of " + second.listed().root() + ", own=1 of "
                        + ofAnotherShop.listed().root() + ")");
    }

    @Test
    void whatIsNoListIsReplaced() {
        byte[] rotten = second.list().bytes();
        rotten[rotten.length / 2] ^= 1;
        files.write("keys", rotten);

        assertThat(handOut(new KeyList(first))).isEmpty();

        assertThat(files.read("keys")).isEqualTo(first.list().bytes());
    }
}
