package dev.seckill.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunFolderTest {

    @TempDir
    private Path home;

    @Test
    void leavesNothingOfARunThatFoundNothing() throws Exception {
        RunFolder folder = RunFolder.create(home, "flash-sale", Clock.systemUTC());

        folder.deleteIfEmpty();

        assertThat(folder.path()).doesNotExist();
        assertThat(folder.path().getParent()).isEmptyDirectory();
    }

    @Test
    void keepsWhatARunFound() throws Exception {
        RunFolder folder = RunFolder.create(home, "flash-sale", Clock.systemUTC());
        Path found = Files.writeString(folder.path().resolve("verdict.json"), "{}");

        folder.deleteIfEmpty();

        assertThat(found).exists();
    }
}
