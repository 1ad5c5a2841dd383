package dev.seckill.api.redis;

import dev.seckill.infra.embedded.RedisClusterConfig;
import dev.seckill.infra.embedded.RedisClusterServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class ClusterCounterIT extends ReplicatedCounterContract {

    private static RedisClusterServers servers;

    @BeforeAll
    static void start(@TempDir Path folder) {
        servers = RedisClusterServers.start(
                RedisClusterConfig.onFreePorts(folder.resolve("data")).withNodes(3, 0));
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
