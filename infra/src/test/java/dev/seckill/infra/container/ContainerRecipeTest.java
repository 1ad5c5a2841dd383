package dev.seckill.infra.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ContainerRecipeTest {

    @Test
    void takesTheImagesOfTheComposeFile() throws IOException {
        assertThat(Files.readAllLines(Path.of("docker-compose.yml")))
                .contains("    image: " + ContainerRecipe.redis().image())
                .contains("    image: " + ContainerRecipe.kafka().image())
                .contains("    image: " + ContainerRecipe.mysql().image());
    }

    @Test
    void tellsKafkaThePortUnderWhichClientsReachIt() {
        assertThat(ContainerRecipe.kafka().files().apply(23_456))
                .hasEntrySatisfying(
                        "/etc/seckill/server.properties",
                        settings -> assertThat(settings.lines())
                                .contains("advertised.listeners=HOST://127.0.0.1:23456,INSIDE://localhost:19092"));
    }
}
