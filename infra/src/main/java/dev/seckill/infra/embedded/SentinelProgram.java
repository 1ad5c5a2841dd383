package dev.seckill.infra.embedded;

import dev.seckill.infra.process.Folders;
import dev.seckill.infra.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A Redis Sentinel: the server's program in another mode, on loopback only. It keeps what it learns in its settings' file.
 *
 * @param masterPort where the master is when the sentinel is started for the first time
 * @param downAfter how long a server may be silent until this sentinel takes it for dead
 * @param failoverTimeout half of the time after which a failover that came to nothing is tried again
 */
record SentinelProgram(
        String name,
        Path executable,
        Path data,
        int port,
        int masterPort,
        int quorum,
        Duration downAfter,
        Duration failoverTimeout)
        implements Program {

    private Path settings() {
        return data.resolve("sentinel.conf");
    }

    @Override
    public void wipe() throws IOException {
        Folders.delete(data);
    }

    @Override
    public void prepare() throws IOException {
        if (Files.exists(settings())) {
            return;
        }
        Files.createDirectories(data);
        Files.writeString(
                settings(),
                String.format(
                        Locale.ROOT,
                        """
                bind 127.0.0.1
                sentinel monitor %1$s 127.0.0.1 %2$d %3$d
                sentinel down-after-milliseconds %1$s %4$d
                sentinel failover-timeout %1$s %5$d
                sentinel parallel-syncs %1$s 1
                """,
                        RedisSentinelServers.MASTER,
                        masterPort,
                        quorum,
                        downAfter.toMillis(),
                        failoverTimeout.toMillis()));
    }

    @Override
    public List<String> command() {
        return List.of(executable.toString(), settings().toString(), "--sentinel", "--port", Integer.toString(port));
    }

    @Override
    public boolean answers() throws IOException {
        return RedisProgram.pongs(port);
    }
}
