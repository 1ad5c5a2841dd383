package dev.seckill.infra.embedded;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.seckill.infra.StartFailedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
