package dev.seckill.infra.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seckill.infra.process.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class WatchIT {

    @TempDir
    private Path folder;

    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void withoutRestartsTheFirstEndIsTheLast() throws Exception {
        try (AppProcess app = AppProcess.start(tinyApp("tiny"));
                Watch watch = new Watch(List.of(app.child()), 0, Duration.ZERO, said::add)) {
            app.kill();

            assertThat(watch.awaitEnd())
                    .startsWith("tiny ended by itself with exit code 137; the end of " + folder.resolve("tiny.log"));
        }
        assertThat(said).isEmpty();
    }

    @Test
    void startsWhatEndedAgainButOnlySoOften() throws Exception {
        try (AppProcess app = AppProcess.start(tinyApp("tiny"));
                AppProcess other = AppProcess.start(tinyApp("other"));
                Watch watch = new Watch(
                        List.of(app.child(), other.child()), 2, Duration.ZERO, line -> killOnceStarted(app, line))) {
            app.kill();

            assertThat(watch.awaitEnd()).startsWith("tiny ended by itself with exit code 137; the end of ");
            assertThat(other.isRunning()).isTrue();
        }
        assertThat(said)
                .containsExactly(
                        "tiny ended by itself with exit code 137; it is started again in 0 s",
                        "tiny was started again",
                        "tiny ended by itself with exit code 137; it is started again in 0 s",
                        "tiny was started again");
    }

    private void killOnceStarted(AppProcess app, String line) {
        said.add(line);
        if (line.endsWith("was started again")) {
            app.kill();
        }
    }

    private AppCommand tinyApp(String name) {
        return new AppCommand(
                name,
                Processes.javaArguments(TinyApp.class),
                0,
                List.of(),
                Map.of(),
                Path.of(System.getProperty("java.home")),
                folder.resolve(name + ".log"),
                AppCommand.START_WAIT,
                AppCommand.STOP_WAIT,
                null);
    }
}
