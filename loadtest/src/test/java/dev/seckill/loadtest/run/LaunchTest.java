package dev.seckill.loadtest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code launch.sh} does before the commands of this module run. */
@Timeout(60)
final class LaunchTest {

    @TempDir
    private Path checkout;

    /** A system that was started from them, by {@code infra/up} for one, may be what the run is to be played on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "seckill-api/target/seckill-api.jar",
                "order-consumer/target/order-consumer.jar",
                "infra/target/infra-1.jar"
            })
    void aBuildLeavesProgramsWhatTheyRunFrom(String name) throws Exception {
        Path jar = checkout.resolve(name);
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "old");
        maven("printf new > " + name);

        try (InputStream running = Files.newInputStream(jar)) {
            assertThat(build()).isZero();

            assertThat(running.readAllBytes()).asString().isEqualTo("old");
        }
        assertThat(jar).hasContent("new");
        assertThat(jar.getParent()).isDirectoryContaining("glob:**.jar").isDirectoryNotContaining("glob:**.copy");
    }

    @Test
    void nothingNeedsToBeThereBefore() throws Exception {
        maven("true");

        assertThat(build()).isZero();
    }

    private void maven(String does) throws IOException {
        Path mvnw = Files.writeString(checkout.resolve("mvnw"), "#!/usr/bin/env bash\n" + does + "\n");
        assertThat(mvnw.toFile().setExecutable(true)).isTrue();
    }

    private int build() throws Exception {
        Path module = Files.createDirectories(checkout.resolve("loadtest"));
        Files.copy(Path.of("launch.sh"), module.resolve("launch.sh"));
        Process bash = new ProcessBuilder(
                        List.of("bash", "-c", "set -euo pipefail; source loadtest/launch.sh; build t"))
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(checkout.resolve("said").toFile())
                .start();
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return bash.exitValue();
    }
}
