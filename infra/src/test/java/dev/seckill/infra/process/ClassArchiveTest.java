package dev.seckill.infra.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassArchiveTest {

    private static final Instant BUILT = Instant.parse("2026-11-29T10:00:00Z");

    @TempDir
    private Path target;

    private Path jar;

    @BeforeEach
    void build() throws IOException {
        jar = make("shop.jar", BUILT);
    }

    @Test
    void namesTheArchiveOfThisJava() throws IOException {
        Path archive = make("shop-17.0.15+6.jsa", BUILT.plusSeconds(5));
        make("shop-17.0.16+1.jsa", BUILT.plusSeconds(5));

        assertThat(new ClassArchive(jar, "17.0.15+6").options())
                .contains("-XX:SharedArchiveFile=" + archive)
                .noneMatch(option -> option.contains("17.0.16"));
    }

    @Test
    void namesACacheFromJava25On() throws IOException {
        Path archive = make("shop-25.0.3+9.aot", BUILT.plusSeconds(5));

        assertThat(new ClassArchive(jar, "25.0.3+9").options()).contains("-XX:AOTCache=" + archive);
    }

    @Test
    void leavesOutWhatIsMissingOrOfAnEarlierBuild() throws IOException {
        assertThat(new ClassArchive(jar, "17.0.15+6").options()).isEmpty();

        make("shop-17.0.15+6.jsa", BUILT.minusSeconds(5));

        assertThat(new ClassArchive(jar, "17.0.15+6").options()).isEmpty();
    }

    private Path make(String name, Instant modified) throws IOException {
        Path file = Files.createFile(target.resolve(name));
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }
}
