package dev.seckill.model.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void leavesOutOneEndOfLine(String end) throws IOException {
        assertThat(PasswordFile.read(file(" ä\n" + end))).isEqualTo(end.isEmpty() ? " ä" : " ä\n");
        assertThat(PasswordFile.read(file("x".repeat(1020) + end))).hasSize(1020);
    }

    @Test
    void refusesAFileThatHoldsNoPassword() {
        for (String content : new String[] {"", "\n", "x".repeat(1025)}) {
            assertThatThrownBy(() -> PasswordFile.read(file(content))).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> PasswordFile.read(folder)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PasswordFile.read(folder.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("password"), content);
    }
}
