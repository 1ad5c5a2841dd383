package dev.seckill.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a clone looks like where Git is told to write CRLF, as on Windows. */
@Timeout(60)
final class LineEndsTest {

    private static final List<String> UNIX = List.of(
            "mvnw",
            "infra/up",
            "infra/compose-check",
            "infra/docker/health-check",
            "infra/k8s/command",
            "loadtest/run",
            "loadtest/bench",
            "loadtest/chaos",
            "loadtest/launch.sh",
            "loadtest/flash-sale.jmx",
            ".ci/machine.sh",
            ".ci/run");

    @TempDir
    private Path folder;

    @Test
    void aCloneWithAutoCrlfHasLfInAllButScriptsForWindows() throws Exception {
        Path origin = Files.createDirectory(folder.resolve("origin"));
        for (String file : UNIX) {
            copy(file, origin);
        }
        copy("mvnw.cmd", origin);
        copy(".gitattributes", origin);
        git(origin, "init", "-q");
        git(origin, "add", ".");
        git(origin, "-c", "user.name=a", "-c", "user.email=a@b.test", "commit", "-q", "-m", "all");

        git(folder, "-c", "core.autocrlf=true", "clone", "-q", "origin", "clone");

        Path clone = folder.resolve("clone");
        assertThat(UNIX)
                .allSatisfy(file -> assertThat(Files.readString(clone.resolve(file)))
                        .isNotEmpty()
                        .doesNotContain("\r"));
        assertThat(Files.readString(clone.resolve("mvnw.cmd"))).contains("\r\n").doesNotContainPattern("[^\r]\n");
    }

    private static void copy(String file, Path to) throws IOException {
        Path target = to.resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(Checkout.find().root().resolve(file), target);
    }

    private static void git(Path in, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(git.waitFor()).as("%s", command).isZero();
    }
}
