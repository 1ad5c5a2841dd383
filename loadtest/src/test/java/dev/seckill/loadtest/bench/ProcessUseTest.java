package dev.seckill.loadtest.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessUseTest {

    private static final long THIS_JVM = ProcessHandle.current().pid();

    @Test
    void compilersOfAJvmTakeAPartOfItsTime() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "no /proc on this system");

        Duration compilers = ProcessUse.compilers(THIS_JVM);

        assertTrue(compilers.compareTo(Duration.ZERO) > 0, "of the compilers: " + compilers);
        assertTrue(compilers.compareTo(ProcessUse.cpu(THIS_JVM)) < 0, "of the compilers: " + compilers);
    }

    @Test
    void noProcessHasNoCompilers() {
        assertEquals(Duration.ZERO, ProcessUse.compilers(Long.MAX_VALUE));
    }
}
