package dev.seckill.infra.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PathProgramTest {

    @Test
    void theFirstThatCanBeRunIsTaken(@TempDir Path folder) throws IOException {
        Path text = Files.createDirectory(folder.resolve("a")).resolve("tool");
        Path program = Files.createDirectory(folder.resolve("b")).resolve("tool");
        Files.writeString(text, "");
        Files.writeString(program, "");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String path = text.getParent() + File.pathSeparator + program.getParent();

        assertThat(PathProgram.find("tool", path)).contains(program);
        assertThat(PathProgram.find("other", path)).isEmpty();
        assertThat(PathProgram.find("b", folder.toString())).as("a folder").isEmpty();
    }
}
