package dev.seckill.api.redis;

import dev.seckill.infra.embedded.RedisSentinelConfig;
import dev.seckill.infra.embedded.RedisSentinelServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class SentinelCounterIT extends ReplicatedCounterContract {

    private static RedisSentinelServers servers;

    @BeforeAll
    static void start(@TempDir Path folder) {
        servers = RedisSentinelServers.start(RedisSentinelConfig.in(folder.resolve("data")));
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Override
    String url() {
        return servers.url();
    }
}
