package dev.seckill.consumer.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seckill.proof.note.KeyType;
import dev.seckill.proof.note.NoteKey;
import dev.seckill.proof.note.PrivateNoteKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CosignersFileTest {

    private static final NoteKey WATCH = key("watch.example", KeyType.COSIGNATURE);
    private static final NoteKey OTHER = key("other.example", KeyType.COSIGNATURE);

    @TempDir
    private Path directory;

    private static NoteKey key(String name, KeyType type) {
        return PrivateNoteKey.generate(name, type, new SecureRandom()).key();
    }

    private List<CosignerAddress> read(String text) {
        return CosignersFile.read(write(text));
    }

    private Path write(String text) {
        try {
            return Files.writeString(directory.resolve("cosigners"), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void namesAKeyAndAnAddressInEachLine() {
        String text = "# who watches us\n\n" + WATCH + " https://watch.example/seckill\r\n" + OTHER
                + "\thttp://127.0.0.1:8080\n";

        assertThat(read(text))
                .containsExactly(
                        new CosignerAddress(WATCH, URI.create("https://watch.example/seckill")),
                        new CosignerAddress(OTHER, URI.create("http://127.0.0.1:8080")));
        assertThat(CosignersFile.read(null)).isEmpty();
        assertThat(read("")).isEmpty();
    }

    @Test
    void namesTheLineThatIsWrong() {
        for (String wrong : List.of(
                "watch.example http://watch.example",
                WATCH.toString(),
                WATCH + " http://watch.example more",
                WATCH + " ftp://watch.example",
                WATCH + " watch.example:80",
                WATCH + " http://me@watch.example",
                WATCH + " http://watch.example?x=y",
                WATCH + " http://watch.example#x",
                WATCH + " http://a b",
                key("watch.example", KeyType.ED25519) + " http://watch.example",
                OTHER + " http://watch.example")) {
            assertThatThrownBy(() -> read("# two\n" + OTHER + " http://other.example\n" + wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(directory.resolve("cosigners") + ", line 3: ");
        }
    }

    @Test
    void isBounded() {
        String many = IntStream.rangeClosed(0, CosignersFile.COSIGNERS_MAX)
                .mapToObj(i -> key("watch-" + i + ".example", KeyType.COSIGNATURE) + " http://watch.example")
                .collect(Collectors.joining("\n"));

        assertThat(read(many.substring(0, many.lastIndexOf('\n')))).hasSize(CosignersFile.COSIGNERS_MAX);
        assertThatThrownBy(() -> read(many)).hasMessageEndingWith("must name at most 16 cosigners");
        assertThatThrownBy(() -> read("#".repeat(65_537))).hasMessageEndingWith("must have at most 65536 bytes");
        assertThatThrownBy(() -> CosignersFile.read(directory.resolve("none")))
                .hasMessage("there is no file " + directory.resolve("none"));
    }
}
