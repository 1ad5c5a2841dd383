package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.seckill.infra.StartFailedException;
import dev.seckill.infra.process.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class AppProcessIT {

    private static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void startsWhenReadyAndTellsTheExitCodeOfAnOrderlyStop() throws Exception {
        AppCommand command = tinyApp().withArguments("--sale", "counter").withEnvironment(Map.of("GREETING", "hello"));
        try (AppProcess app = AppProcess.start(command)) {
            assertThat(app.isRunning()).isTrue();
            assertThat(Files.readString(app.log()))
                    .isEqualTo(
                            String.format(Locale.ROOT, "[--port, %d, --sale, counter] GREETING=hello\n", app.port()));

            assertThat(app.stopForExitCode()).isEqualTo(5);
            assertThat(app.isRunning()).isFalse();
        }
    }

    @Test
    void startsAgainOnTheSamePortAfterAKill() {
        try (AppProcess app = AppProcess.start(tinyApp())) {
            long pid = app.pid();
            app.kill();
            assertThat(app.onExit()).succeedsWithin(WAIT).isEqualTo(137);

            app.start();

            assertThat(app.pid()).isNotEqualTo(pid);
            app.awaitHttp("/health/ready", WAIT);
        }
    }

    @Test
    void tellsTheAdminPortOfTheProcessThatRuns() {
        try (AppProcess app = AppProcess.start(tinyApp().withArguments("--admin"))) {
            assertThat(app.adminUrl()).isEqualTo("http://127.0.0.1:" + app.pid()); // its stand-in for a port
            app.kill();

            app.start();

            assertThat(app.adminUrl()).isEqualTo("http://127.0.0.1:" + app.pid());
        }
    }

    @Test
    void saysWhenItIsNotTold() {
        try (AppProcess app = AppProcess.start(tinyApp().withWaits(Duration.ofSeconds(3), AppCommand.STOP_WAIT))) {
            assertThatExceptionOfType(StartFailedException.class)
                    .isThrownBy(app::adminUrl)
                    .withMessageContaining("did not tell its admin port (running=true)");
        }
    }

    @Test
    void answersNothingWhileFrozen() {
        try (AppProcess app = AppProcess.start(tinyApp())) {
            app.freeze();
            assertThatExceptionOfType(StartFailedException.class)
                    .isThrownBy(() -> app.awaitHttp("/health/ready", Duration.ofMillis(100)))
                    .withMessageContaining("did not say 200 within PT0.1S (running=true)");

            app.thaw();

            app.awaitHttp("/health/ready", WAIT);
        }
    }

    @Test
    void isKilledWhenItDoesNotGetReady() {
        AppProcess app = new AppProcess(
                // Long enough for the program to print its line.
                tinyApp().withArguments("--never").withWaits(Duration.ofSeconds(3), AppCommand.STOP_WAIT));

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(app::start)
                .withMessageContaining("tiny - did not answer on port " + app.port())
                .withMessageContaining("--never] GREETING=");
        assertThat(app.isRunning()).isFalse();
    }

    @Test
    void launchDoesNotWaitUntilItIsReady() {
        try (AppProcess app = new AppProcess(tinyApp().withArguments("--never"))) {
            app.launch();

            assertThat(app.isRunning()).isTrue();
        }
    }

    @Test
    void tellsWhyAProgramEndedAtOnce() {
        AppCommand command = tinyApp().withJvmOptions("-Dno.such.Option", "-XX:NoSuchOption");

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> AppProcess.start(command))
                .withMessageContaining("ended at once with exit code 1")
                .withMessageContaining("NoSuchOption");
    }

    private AppCommand tinyApp() {
        return new AppCommand(
                "tiny",
                Processes.javaArguments(TinyApp.class),
                0,
                List.of(),
                Map.of(),
                Path.of(System.getProperty("java.home")),
                folder.resolve("tiny.log"),
                WAIT,
                WAIT,
                null);
    }
}
