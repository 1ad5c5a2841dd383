package dev.seckill.infra.embedded;

import static dev.seckill.infra.embedded.StandInLibrary.function;
import static dev.seckill.infra.embedded.StandInLibrary.pointer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The linker of this machine reads the image: it refuses what is malformed and warns of what is odd. */
@Timeout(300)
final class StandInLibraryIT {

    @TempDir
    private Path folder;

    @Test
    void isLoadedWithoutAComplaint() throws Exception {
        assumeTrue(Platform.current().equals(new Platform("linux", "amd64")));
        StandInLibrary library = new StandInLibrary(
                "libnone.so.1", List.of(function("none_call", "NONE_1", -1), pointer("none_pointer", "NONE_2")));

        assertThat(runWith(write(library.image()))).isEqualTo("ran\n");
    }

    /** The other side of the test above: the linker does look at it. */
    @Test
    void isRefusedWhenItIsDamaged() throws Exception {
        assumeTrue(Platform.current().equals(new Platform("linux", "amd64")));
        byte[] image = new StandInLibrary("libnone.so.1", List.of(function("none_call", "NONE_1", -1))).image();
        image[18] = 0; // the machine

        assertThat(runWith(write(image))).contains("libnone.so.1").endsWith("ran\n");
    }

    @Test
    void givesFunctionsToAProgramThatLinksAgainstThem() throws Exception {
        assumeTrue(Platform.current().equals(new Platform("linux", "amd64")));
        // getpid of the shell, now from this library: it would be the real one's answer if the symbol were not found.
        Path library =
                write(new StandInLibrary("libnone.so.1", List.of(function("getpid", "GLIBC_2.2.5", 4242))).image());
        Process shell = shell(library, "echo $$");

        assertThat(output(shell)).isEqualTo("4242\n");
    }

    private Path write(byte[] image) throws IOException {
        return Files.write(folder.resolve("libnone.so.1"), image);
    }

    private static String runWith(Path library) throws IOException {
        return output(shell(library, "echo ran"));
    }

    private static Process shell(Path library, String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script).redirectErrorStream(true);
        builder.environment().put("LD_PRELOAD", library.toString());
        return builder.start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
