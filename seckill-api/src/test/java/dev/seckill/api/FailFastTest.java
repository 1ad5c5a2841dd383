package dev.seckill.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a JVM of its own, because it ends there. */
final class FailFastTest {

    @Test
    @Timeout(60)
    void aThreadThatDiesTakesTheProcessWithItAndSaysWhy() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Dying.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue(); // before reading, which would wait for ever

            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.exitValue()).as(output).isEqualTo(FailFast.EXIT_CODE);
            assertThat(output).contains("a thread died (thread=decision)").contains("no memory");
        } finally {
            process.destroyForcibly();
        }
    }

    /** One thread dies of an error; the main thread would go on for ever. */
    static final class Dying {
        public static void main(String[] args) throws InterruptedException {
            Thread.setDefaultUncaughtExceptionHandler(new FailFast());
            new Thread(
                            () -> {
                                throw new OutOfMemoryError("no memory");
                            },
                            "decision")
                    .start();
            new CountDownLatch(1).await();
        }
    }
}
