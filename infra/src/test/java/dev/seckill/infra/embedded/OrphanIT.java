package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seckill.infra.process.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers do not outlive the JVM that started them. */
@Timeout(300)
final class OrphanIT {

    private static final Duration GONE_WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path data;

    private Process holder;
    private List<Long> pids = List.of();

    @AfterEach
    void endAll() throws InterruptedException {
        pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).forEach(ProcessHandle::destroyForcibly);
        if (holder != null) {
            holder.destroyForcibly();
            assertThat(holder.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void serversEndWhenTheirParentIsKilled() throws Exception {
        startHolder();
        assertThat(pids)
                .hasSize(3)
                .allSatisfy(pid -> assertThat(Processes.exists(pid)).isTrue());

        holder.destroyForcibly();

        await().atMost(GONE_WAIT).until(() -> pids.stream().noneMatch(Processes::exists));
        await().atMost(GONE_WAIT).until(() -> pids.stream().noneMatch(Processes::isWatched));
    }

    @Test
    void frozenServersEndWhenTheirParentIsKilled() throws Exception {
        startHolder();
        for (Long pid : pids) {
            Processes.signal("STOP", pid);
        }

        holder.destroyForcibly();

        await().atMost(GONE_WAIT).until(() -> pids.stream().noneMatch(Processes::exists));
    }

    private void startHolder() throws IOException {
        holder = Processes.startMain(StackHolder.class, data.toString());
        BufferedReader output = holder.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.startsWith("pids: ")) {
            line = output.readLine();
        }
        assertThat(line).as("the line with the pids").isNotNull();
        pids = Arrays.stream(line.substring("pids: ".length()).split(" "))
                .map(Long::valueOf)
                .toList();
    }
}
