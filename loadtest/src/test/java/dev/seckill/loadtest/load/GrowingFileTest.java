package dev.seckill.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFileTest {

    @TempDir
    Path folder;

    @Test
    void readsOnlyWhatIsNewAndNothingBeforeTheFileExists() throws IOException {
        Path path = folder.resolve("results.jtl");
        try (GrowingFile file = new GrowingFile(path)) {
            assertThat(file.readNew()).isEmpty();

            Files.writeString(path, "one\n");
            assertThat(file.readNew()).isEqualTo("one\n");
            assertThat(file.readNew()).isEmpty();

            Files.writeString(path, "two\n", StandardOpenOption.APPEND);
            assertThat(file.readNew()).isEqualTo("two\n");
        }
    }

    @Test
    void waitsForTheRestOfACharacter() throws IOException {
        Path path = folder.resolve("results.jtl");
        byte[] text = "ä\n".getBytes(StandardCharsets.UTF_8);
        try (GrowingFile file = new GrowingFile(path)) {
            Files.write(path, Arrays.copyOf(text, 1));
            assertThat(file.readNew()).isEmpty();

            Files.write(path, Arrays.copyOfRange(text, 1, 3), StandardOpenOption.APPEND);
            assertThat(file.readNew()).isEqualTo("ä\n");
        }
    }

    @Test
    void readsMoreThanOneBuffer() throws IOException {
        Path path = folder.resolve("results.jtl");
        String text = "0123456789".repeat(20_000);
        Files.writeString(path, text);
        try (GrowingFile file = new GrowingFile(path)) {
            assertThat(file.readNew()).isEqualTo(text);
        }
    }
}
