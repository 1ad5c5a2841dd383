package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.seckill.infra.StartFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServersFolderTest {

    private static final Path NOWHERE = Path.of("/no/such/folder");

    @Test
    void saysWhichCommandMakesWhatIsMissing() {
        ServersFolder servers = new ServersFolder(NOWHERE, new Platform("linux", "amd64"));

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(servers::redis)
                .withMessage("redis - /no/such/folder/redis/redis-server-6.2.6-v5-linux-amd64 is missing; make it with:"
                        + " ./mvnw -q -pl infra process-resources (or name the folder with -Dseckill.servers=DIR)");
        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(() -> servers.kafkaCommand(List.of(), "Main", List.of()))
                .withMessageStartingWith("kafka - /no/such/folder/kafka is missing");
    }

    @Test
    void saysForWhichMachinesThereIsAServer() {
        ServersFolder servers = new ServersFolder(NOWHERE, new Platform("linux", "arm64"));

        assertThatExceptionOfType(StartFailedException.class)
                .isThrownBy(servers::mysqlArchive)
                .withMessageContaining("mysql - no program for linux-arm64")
                .withMessageContaining("docker-compose.yml");
    }

    @Test
    void takesTheRedisThatAPropertyNames(@TempDir Path folder) throws IOException {
        ServersFolder servers = new ServersFolder(NOWHERE, new Platform("linux", "amd64"));
        Path redis = Files.createFile(folder.resolve("redis"));
        withRedis(
                redis,
                () -> assertThatExceptionOfType(StartFailedException.class)
                        .isThrownBy(servers::redis)
                        .withMessage("redis - " + redis + " is no program that can be run; see -Dseckill.redis"));

        assertThat(redis.toFile().setExecutable(true)).isTrue();

        withRedis(redis, () -> assertThat(servers.redis()).isEqualTo(redis));
    }

    private static void withRedis(Path file, Runnable check) {
        String before = System.getProperty(ServersFolder.REDIS_PROPERTY);
        System.setProperty(ServersFolder.REDIS_PROPERTY, file.toString());
        try {
            check.run();
        } finally {
            if (before == null) {
                System.clearProperty(ServersFolder.REDIS_PROPERTY);
            } else {
                System.setProperty(ServersFolder.REDIS_PROPERTY, before);
            }
        }
    }
}
